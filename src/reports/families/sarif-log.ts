import { z } from 'zod';
import { shownText } from './finding-details.ts';

const level = z.enum(['none', 'note', 'warning', 'error']);
const index = z.int().min(-1);

const configuration = z.looseObject({ enabled: z.boolean().optional(), level: level.optional() });

const rule = z.looseObject({
  id: z.string(),
  name: z.string().optional(),
  shortDescription: z.looseObject({ text: z.string().optional() }).optional(),
  fullDescription: z.looseObject({ text: shownText }).optional().catch(undefined),
  helpUri: shownText,
  relationships: z
    .array(z.looseObject({ target: z.looseObject({ id: shownText, toolComponent: z.looseObject({ name: shownText }).optional() }) }))
    .optional()
    .catch(undefined),
  messageStrings: z.record(z.string(), z.looseObject({ text: z.string().optional() })).optional(),
  defaultConfiguration: configuration.optional(),
  properties: z.looseObject({ 'security-severity': z.unknown(), tags: z.unknown(), cwe: z.unknown() }).partial().optional(),
});

const component = z.looseObject({
  name: z.string(),
  guid: z.string().optional(),
  version: z.string().nullish(),
  semanticVersion: z.string().nullish(),
  rules: z.array(rule).nullish(),
});

const notifications = z.array(z.looseObject({ level: level.optional() })).nullish();

/** A call of the tool: whether it ended well, and what it could not do. */
export const invocation = z.looseObject({
  executionSuccessful: z.boolean().optional(),
  toolExecutionNotifications: notifications,
  toolConfigurationNotifications: notifications,
  ruleConfigurationOverrides: z
    .array(z.looseObject({ descriptor: z.looseObject({ id: z.string().optional(), index: index.optional() }), configuration }))
    .nullish(),
});

const run = z.looseObject({
  tool: z.looseObject({ driver: component, extensions: z.array(component).nullish() }),
  results: z.array(z.unknown()).nullish(),
  invocations: z.array(invocation).nullish(),
  externalPropertyFileReferences: z.looseObject({ results: z.unknown().optional() }).nullish(),
});

/** A SARIF log, less the long lists of its runs. */
export const sarifLog = z.looseObject({
  version: z.string(),
  runs: z.array(run).nullable(),
  inlineExternalProperties: z.array(z.looseObject({ results: z.unknown().optional() })).nullish(),
});

const toolComponent = z.looseObject({ index: index.optional(), name: z.string().optional(), guid: z.string().optional() });

/** One element of a run's `results`. */
export const sarifResult = z.looseObject({
  ruleId: z.string().optional(),
  ruleIndex: index.optional(),
  rule: z.looseObject({ id: z.string().optional(), index: index.optional(), toolComponent: toolComponent.optional() }).optional(),
  kind: z.enum(['fail', 'pass', 'open', 'review', 'informational', 'notApplicable']).optional(),
  level: level.optional(),
  message: z.looseObject({ text: z.string().optional(), id: z.string().optional(), arguments: z.array(z.string()).optional() }),
  locations: z
    .array(
      z.looseObject({
        physicalLocation: z
          .looseObject({
            artifactLocation: z.looseObject({ uri: z.string().optional(), index: index.optional() }).optional(),
            region: z.looseObject({ startLine: z.int().optional() }).optional(),
          })
          .optional(),
        logicalLocations: z.array(z.looseObject({ fullyQualifiedName: z.string().optional(), name: z.string().optional() })).optional(),
      }),
    )
    .nullish(),
  suppressions: z.array(z.looseObject({ status: z.string().optional() })).nullish(),
  baselineState: z.string().optional(),
  properties: z.looseObject({ 'security-severity': z.unknown() }).partial().optional(),
});

/** SARIF’s own severity. */
export type Level = z.output<typeof level>;
/** A rule of the tool (`reportingDescriptor`). */
export type Rule = z.output<typeof rule>;
/** One run of one tool. */
export type Run = z.output<typeof run>;
/** One result of a run. */
export type Result = z.output<typeof sarifResult>;
type Configuration = z.output<typeof configuration>;

/** The rules of a run, by index and by id. */
export interface Rules {
  readonly all: readonly Rule[];
  /** The ids of those that are not switched off. */
  readonly enabled: readonly string[];
  find(result: Reference): { readonly id: string | undefined; readonly known: Rule | undefined };
  levelOf(rule: Rule | undefined): Level;
}

/** How a result names its rule. */
type Reference = Pick<Result, 'ruleId' | 'ruleIndex' | 'rule'>;

/** The rules of a run, as its results refer to them (§3.27.5 to §3.27.7, §3.52). */
export function rulesOf({ tool, invocations }: Run): Rules {
  const extensions = tool.extensions ?? [];
  const all = [tool.driver, ...extensions].flatMap(({ rules }) => rules ?? []);
  const byId = new Map(all.map((each) => [each.id, each]));
  const overrides = new Map<string, Configuration>();
  for (const { descriptor, configuration } of (invocations ?? []).flatMap(
    ({ ruleConfigurationOverrides }) => ruleConfigurationOverrides ?? [],
  )) {
    const id = descriptor.id ?? tool.driver.rules?.[descriptor.index ?? -1]?.id;
    if (id !== undefined) overrides.set(id, worse(overrides.get(id), configuration));
  }

  const at = ({ ruleIndex, rule }: Reference) => {
    const reference = rule?.toolComponent;
    const owner =
      reference === undefined
        ? tool.driver
        : (extensions[reference.index ?? -1] ??
          extensions.find(({ name, guid }) => (guid !== undefined && guid === reference.guid) || name === reference.name));
    return owner?.rules?.[ruleIndex ?? rule?.index ?? -1];
  };
  /** A hierarchical id `CA1000/1` is of the rule `CA1000`. */
  const named = (id: string): Rule | undefined => {
    for (let name = id; name !== ''; name = name.slice(0, Math.max(0, name.lastIndexOf('/')))) {
      const known = byId.get(name);
      if (known) return known;
    }
    return undefined;
  };
  return {
    all,
    enabled: all
      .filter(({ id, defaultConfiguration }) => (overrides.get(id)?.enabled ?? defaultConfiguration?.enabled) !== false)
      .map(({ id }) => id),
    find(result) {
      const stated = result.ruleId ?? result.rule?.id;
      const indexed = at(result);
      if (stated === undefined) return { id: indexed?.id, known: indexed };
      const fits = indexed !== undefined && (stated === indexed.id || stated.startsWith(`${indexed.id}/`));
      return { id: stated, known: fits ? indexed : named(stated) };
    },
    levelOf: (rule) => (rule && overrides.get(rule.id)?.level) ?? rule?.defaultConfiguration?.level ?? 'warning',
  };
}

const levels: readonly Level[] = ['none', 'note', 'warning', 'error'];

/** Of two overrides of one rule: switched off where either says so, and the higher level. */
function worse(one: Configuration | undefined, other: Configuration): Configuration {
  if (one === undefined) return other;
  const enabled = one.enabled === false ? false : (other.enabled ?? one.enabled);
  const level = levels.findLast((each) => each === one.level || each === other.level);
  return { ...(enabled === undefined ? {} : { enabled }), ...(level === undefined ? {} : { level }) };
}
