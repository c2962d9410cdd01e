import { words } from './names.ts';
import type { Comparator } from './requirement.ts';

/** Every way to combine one of each. */
function combined(...alternatives: readonly (readonly string[])[]): string[] {
  return alternatives.reduce<string[]>(
    (starts, ends) => starts.flatMap((start) => ends.map((end) => `${start} ${end}`.trim().replace(/ +/g, ' '))),
    [''],
  );
}

const more = [
  'more than',
  'greater than',
  'higher than',
  'larger than',
  'bigger than',
  'longer than',
  'over',
  'above',
  'beyond',
  'in excess of',
];
const less = ['less than', 'fewer than', 'lower than', 'smaller than', 'shorter than', 'below', 'under'];
const not = [
  ...['no', 'not', 'never', 'cannot', "can't", "isn't", "aren't"],
  ...combined(['must', 'should', 'shall', 'may', 'can', 'do', 'does', 'did', 'will', 'is', 'are', 'to'], ['not', 'never']),
  ...['must', 'should', 'do', 'does', 'did', 'wo', 'sha'].map((modal) => `${modal}n't`),
];
const moves =
  'be go goes going grow grows rise rises get gets climb climbs drop drops dip dips fall falls sink sinks take takes last lasts run runs'.split(
    ' ',
  );

/** What compares a number that stands behind it. */
export const comparingBefore: ReadonlyMap<string, Comparator> = new Map<string, Comparator>([
  ...phrases('>', [...more, 'exceeds', 'exceeding', 'exceed', 'slower than', 'upwards of more than']),
  ...phrases('<', [...less, 'faster than', 'sooner than']),
  ...phrases('>=', [
    'at least',
    'minimum',
    'minimum of',
    'a minimum of',
    'min',
    'min of',
    'upwards of',
    'no slower than',
    'not slower than',
  ]),
  ...phrases('<=', ['at most', 'maximum', 'maximum of', 'a maximum of', 'max', 'max of', 'within', 'not to exceed', 'no later than']),
  ...phrases('<=', combined(not, ['', ...moves], more)),
  ...phrases('>=', combined(not, ['', ...moves], less)),
  ...phrases('<=', combined(not, ['exceed', 'exceeds', 'exceeding', 'surpass', 'pass'])),
  ...phrases('>=', ['greater than or equal to', 'more than or equal to', 'equal to or greater than', 'equal or greater than']),
  ...phrases('<=', [
    'less than or equal to',
    'lower than or equal to',
    'equal to or less than',
    'equal or less than',
    'equal to or lower than',
  ]),
  ...phrases('=', ['exactly', 'equals', 'equal to', 'is exactly', 'precisely']),
]);

/** What compares a number that stands before it. */
export const comparingAfter: ReadonlyMap<string, Comparator> = new Map<string, Comparator>([
  ...phrases('>=', [
    'or more',
    'or above',
    'or higher',
    'or greater',
    'or over',
    'or longer',
    'and up',
    'and above',
    'and more',
    'and over',
  ]),
  ...phrases('<=', ['or less', 'or fewer', 'or below', 'or lower', 'or under', 'or faster', 'or shorter', 'and below', 'and under']),
  ...phrases('<=', ['max', 'maximum', 'at most', 'at the most', 'tops', 'or less at most']),
  ...phrases('>=', ['minimum', 'at least', 'at the least']),
]);

/** Phrases that compare wherever they stand, also where no number is near: then they ask for something that was not understood. */
export const alwaysComparing: ReadonlyMap<string, true> = phraseMap(`
  at least/at most/more than/less than/fewer than/greater than/higher than/lower than/longer than/shorter than/larger than/smaller than/faster than
  slower than/better than/worse than/in excess of/exceed/exceeds/exceeding/equal to/up to/down to/as many as/as much as/as little as/as few as
  no later than/not to exceed/or more/or less/or fewer/or higher/or lower/or above/or below/or greater/or worse/and up/and above/and over/and worse
  and higher/and greater/and below/and under/and lower/a third of/a quarter of/a fifth of/a tenth of/a part of/part of/a portion of/a fraction of
  a subset of
`);

/** The longest phrase, in words. */
export const longestPhrase = 6;

/** Number words with what they count: `two` is 2. */
export const numberWords: ReadonlyMap<string, number> = new Map(
  'zero one two three four five six seven eight nine ten eleven twelve'.split(' ').map((word, value) => [word, value]),
);

/** Words that count, or say about how many, and that nothing here computes with. */
export const countingWords = words(`
  once twice thrice dozen dozens hundred hundreds thousand thousands million millions billion half double doubled triple tripled quadruple couple
  few several many most majority minority some handful twofold threefold tenfold nines thirteen fourteen fifteen sixteen seventeen eighteen
  nineteen twenty thirty forty fifty sixty seventy eighty ninety plenty thirds fifths tenths
`);

/** Compounds that begin with a number word and count all the same: `two-thirds`, `five-nines`. */
export const countingCompound =
  /^(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)-(?:thirds?|half|halves|quarters?|fifths?|nines?|nine|eight|seven|six|five|four|three|two|one|fold|times|percent|dozen)|sub-?(?:second|millisecond|minute|hour)|near-zero|single-digit|double-digit|triple-digit)s?$/;

/** Words that blur a number beside them. */
export const blurringWords = words('about approximately approx approx. circa ca around roughly nearly almost');
/** Words that take some of the whole back. */
export const hedges = words(
  'mostly partly partially largely usually typically sometimes often occasionally rarely seldom hardly barely ideally optionally preferably possibly hopefully',
);

/** What makes the rest depend on something. */
export const conditions: ReadonlyMap<string, true> = phraseMap(`
  if/when/whenever/unless/until/till/except/excepting/excluding/besides/whether/otherwise/else/provided that/providing that/assuming/depending
  apart from/other than/as long as/so long as/in case/in the event/where applicable/where possible/where needed/where necessary/where available
  as needed/as applicable/only after/with the exception/on condition/aside from/subject to/not yet/best effort/tbd/excl/barring/ignoring
  disregarding/not counting/leaving out/minus/save for/but for/provided the/provided a/provided an/provided all/or waived/or exempt/or exempted
  or excused/or accepted/or justified/or ticketed/untested/unverified/to be written/to be done/still missing
`);

/** What somebody or something does at a bound, so that a comparison beside it says when, not what must hold. */
export const consequences = words(`
  fail fails alert alerts alerted alerting alarm alarms alarmed warn warns warned notify notifies notified notification escalate escalates escalated
  pager pagers paged paging trigger triggers triggered triggering fire fires fired firing block blocks blocked blocking reject rejects rejected
  rejecting refuse refuses refused deny denies denied abort aborts aborted aborting halt halts halted stop stops stopped cancel cancels cancelled
  canceled kill kills killed roll rolls rolled rolling rollback rollbacks revert reverts reverted throttle throttles throttled throttling shed sheds
  evict evicts evicted scale scales scaled scaling autoscale autoscales autoscaled autoscaling upscale downscale kick kicks trip trips tripped opens
  lock locks locked locking ban bans banned flag flags flagged mark marks marked quarantine quarantined disable disables disabled prevent prevents
  prevented forbid forbids forbidden disallow disallows disallowed prohibit prohibits prohibited gate gates gated drop dropped drops discard discards
  discarded ignore ignores ignored truncate truncated expire expires expired purge purged delete deletes deleted reports reported logs logged
  break breaks broken breach breaches breached threshold thresholds cutoff limit limits limited cap caps capped restarts restarted retried retries
  degrade degrades degraded switch switches switched failover promote promotes promoted demote skip skips skipped freeze freezes frozen raise raises
  raised send sends sent page reduce reduced reduces
`);

/** What takes the rest back. */
export const negations = words(
  "not never no none nothing nobody nowhere neither nor without cannot can't don't doesn't didn't isn't aren't wasn't weren't won't wouldn't shouldn't mustn't couldn't hasn't haven't hadn't needn't shan't",
);

/** What turns a comparison behind it into what must not be, or does not count. */
export const turningAway = words(
  'avoid avoids avoided avoiding prevent prevents prevented preventing lack lacks lacked lacking away instead forbid forbids forbidden disallow disallows disallowed prohibit prohibits prohibited excluded excludes unacceptable unsupported inadmissible intolerable disqualifying unsatisfactory insufficient',
);

/** What somebody wants to have: a negation of it is no aim, and was not understood. */
export const wanted = words(`
  pass passes passed passing work works worked working succeed succeeds succeeded succeeding complete completes completed respond responds responded
  responding tested verified validated covered documented reviewed written compliant operational ready available reachable responsive healthy
  monitored configured implemented enforced encrypted signed supported deployed automated scanned updated published proven green met satisfied
  applied created achieved generated passes correct correctly stable secure secured safe valid present installed finished done approved live
  running started trained defined agreed established maintained recorded rotated restored backed
`);

/** Words that ask for all of something. */
export const everyWords = words('all every each both entire always only everything everyone everybody everywhere');
/** After `every` and `each`, how often: a schedule, of which nothing is asked. */
export const schedules = words(
  'second minute hour day night morning week weekend month quarter year release commit push build pr merge deploy deployment time',
);
/** Words that ask for none of something. */
export const noneWords = words(
  'no none zero nil nary without nothing nobody nowhere kein keine keinen aucun aucune ningún ninguna nessun nessuna geen',
);

/** Of these, a long time may be asked, or a short one. */
export const eitherTime = words('ran run runs running lasts lasted duration window age interval observed observation');

/** Of these, less is better in any unit. */
export const lessIsBetter = words(
  'error errors fail fails failed failing failure failures loss lost drop drops dropped timeout timeouts retry retries restart restarts crash crashes leak leaks cpu memory ram disk heap rss storage usage used utilization utilisation load saturation consumption backlog queue lag jitter overhead regression regressions growth churn duplication duplicates duplicated complexity debt todo todos fixme bug bugs defect defects incident incidents vulnerability vulnerabilities finding findings issue issues warning warnings violation violations alert alerts flake flakes flaky skipped pending stale miss misses missed eviction evictions pauses abandonment bounce false full duplicate conflicts drift orphans orphaned deadlocks rejected rejection rejections throttled cvss risk risks downtime outage outages unavailability contention fragmentation swap packet payload bundle image bloat latency delay exceptions panics critical criticals high highs medium low bytes',
);
/** Of these, more is better in any unit. */
export const moreIsBetter = words(
  'coverage covered availability available uptime throughput success successful successes pass passed passing hit hits slo slos sla slas apdex score scores accuracy precision recall compliance compliant adoption headroom free spare remaining left retention retained reserve completeness reliability durability reachability satisfaction reviewed approved redundancy passing tested documented verified encrypted translated migrated served',
);
/** Of these, more is better where they are counted. */
export const moreIsMore = words(
  'capacity concurrency concurrent users user replica replicas reviewer reviewers approval approvals approvers nodes zones regions instances requests rows records tests',
);
/** Whatever else is named, these decide. */
export const decidesMore = words('free spare remaining left headroom available availability coverage covered uptime success successful');
/** Whatever else is named, of these less is better. */
export const decidesLess = words(
  'loss miss misses used usage utilization utilisation downtime failure failures failed error errors unavailable',
);
/** A long time is asked of these; of everything else a short one. */
export const longIsBetter = words(
  'uptime retention retained retain retains kept keep keeps soak soaks soaking endurance stability stable stored stores store archive archived archives mtbf lifetime life battery cooldown grace notice history bake burn burn-in valid validity available availability online',
);

function phraseMap(text: string): ReadonlyMap<string, true> {
  const all = text.split(/\n|\//).map((phrase) => phrase.trim());
  return new Map(all.filter((phrase) => phrase !== '').map((phrase) => [phrase, true]));
}

function phrases(comparator: Comparator, all: readonly string[]): [string, Comparator][] {
  return all.map((phrase) => [phrase, comparator]);
}

/** Words that begin where or when something holds, and none that are counted. */
export const scopes = words(
  'of in on at for from with within during after before under over across by per to into as via through when while the a an and or is are was be been must should may can will all any each every overall total',
);
