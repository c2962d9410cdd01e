import fc from 'fast-check';
import { escapeXml, type Generated, names } from '../../reports/generated.ts';

interface Component {
  readonly name: string;
  readonly version: string | null;
  /** The name of a component that is a part of it. */
  readonly inner: string | null;
}

const component: fc.Arbitrary<Component> = fc.record({
  name: names,
  version: fc.option(fc.constant('1.0.0')),
  inner: fc.option(names),
});

export const generated: Generated = fc
  .record({
    version: fc.constantFrom('1.0', '1.3', '1.6'),
    subject: fc.option(component),
    tools: fc.array(names, { maxLength: 2 }),
    listsTools: fc.boolean(),
    components: fc.array(component, { maxLength: 3 }),
    services: fc.array(names, { maxLength: 2 }),
  })
  .map(({ version, subject, tools, listsTools, components, services }) => {
    const within = (tag: string, contents: readonly string[]) =>
      contents.length === 0 ? '' : `<${tag}>\n${contents.join('\n')}\n</${tag}>`;
    const written = ({ name, version: own, inner }: Component): string =>
      [
        '<component type="library">',
        `<group>@demo</group>\n<name>${escapeXml(name)}</name>${own === null ? '' : `\n<version>${own}</version>`}`,
        inner === null ? '' : within('components', [written({ name: inner, version: '9.0.0', inner: null })]),
        '</component>',
      ].join('\n');
    const made = tools.map((name) => `<name>${escapeXml(name)}</name><version>3.0.0</version>`);
    const ofTools = listsTools
      ? made.map((each) => `<tool><vendor>demo</vendor>${each}</tool>`)
      : [
          within(
            'components',
            made.map((each) => `<component type="application">${each}</component>`),
          ),
        ];
    const title = subject?.version ? `${subject.name}@${subject.version}` : (subject?.name ?? null);
    return {
      content: [
        `<?xml version="1.0" encoding="UTF-8"?>\n<bom xmlns="http://cyclonedx.org/schema/bom/${version}" version="1">`,
        within('metadata', ['<timestamp>2026-11-20T08:00:00Z</timestamp>', within('tools', ofTools), subject ? written(subject) : '']),
        within('components', components.map(written)),
        within(
          'services',
          services.map((name) => `<service><name>${escapeXml(name)}</name></service>`),
        ),
        '</bom>\n',
      ].join('\n'),
      counts: { title, headings: [], blank: components.length + services.length === 0 },
    };
  });
