import fc from 'fast-check';
import type { Generated } from '../../reports/generated.ts';

const service = fc.record({
  name: fc.stringMatching(/^[a-z][a-z0-9_-]{0,9}$/),
  containers: fc.array(
    fc.record({
      state: fc.constantFrom('created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'),
      health: fc.constantFrom('', 'starting', 'healthy', 'unhealthy'),
      exitCode: fc.constantFrom(0, 1, 137, -1),
      image: fc.string(),
    }),
    { minLength: 1, maxLength: 5 },
  ),
});

export const generated: Generated = fc
  .record({
    services: fc.uniqueArray(service, { minLength: 1, maxLength: 8, selector: ({ name }) => name }),
    form: fc.constantFrom('array', 'lines'),
  })
  .map(({ services, form }) => {
    const all = services.flatMap(({ name, containers }) => containers.map((each, index) => ({ ...each, service: name, index: index + 1 })));
    const listed = all.map(({ service, index, state, health, exitCode, image }) => {
      const name = `demo-${service}-${index}`;
      // The order of the keys is the tool's own.
      return form === 'array'
        ? {
            ID: '1f0c',
            Name: name,
            Command: image,
            Project: 'demo',
            Service: service,
            State: state,
            Health: health,
            ExitCode: exitCode,
            Publishers: null,
          }
        : {
            Command: JSON.stringify(image),
            CreatedAt: '2026-11-20 09:00:00 +0000 UTC',
            ExitCode: exitCode,
            Health: health,
            ID: '1f0c',
            Image: image,
            Labels: '',
            Name: name,
            Project: 'demo',
            Service: service,
            State: state,
            Status: '',
          };
    });
    const counted = (containers: readonly (typeof all)[number][], labels: string) => {
      const running = containers.filter(({ state }) => state === 'running');
      return {
        [`running${labels}`]: { count: `${running.length} count` },
        [`healthy${labels}`]: { count: `${running.filter(({ health }) => health === 'healthy').length} count` },
        [`completed${labels}`]: {
          count: `${containers.filter(({ state, exitCode }) => state === 'exited' && exitCode === 0).length} count`,
        },
      };
    };
    const byService = services.map(({ name }) =>
      counted(
        all.filter((each) => each.service === name),
        `{service="${name}"}`,
      ),
    );
    return {
      content: form === 'array' ? JSON.stringify(listed) : listed.map((each) => `${JSON.stringify(each)}\n`).join(''),
      counts: {
        metrics: Object.assign({ containers: { count: `${all.length} count` } }, counted(all, ''), ...byService),
        thresholds: null,
        requests: null,
      },
    };
  });
