import { z } from 'zod';
import type { Finding, Severity } from '../report.ts';
import { shownTexts, weaknessesOf } from './finding-details.ts';
import { severityOfWord } from './severity.ts';

const rated = z.object({ baseSeverity: z.string().optional(), severity: z.string().optional() }).optional();

/** A vulnerability as Dependency-Check's JSON has it; its XML says the same. */
export const vulnerability = z.object({
  name: z.string().min(1),
  severity: z.string().optional(),
  cvssv4: rated,
  cvssv3: rated,
  cvssv2: rated,
  description: z.string().nullish(),
  cwes: shownTexts,
});

/** One vulnerability of one dependency as a finding, by its highest rating. */
export function vulnerabilityFinding(each: z.output<typeof vulnerability>, place: string, suppressed: boolean): Finding {
  const { name, description, cwes } = each;
  return {
    rule: name,
    aliases: [],
    severity: severityOf(each),
    title: description?.split('\n', 1)[0] || name,
    place,
    suppressed,
    weaknesses: weaknessesOf(cwes ?? []),
  };
}

/** As the report itself chooses it; suppressed vulnerabilities carry their scores alone. */
function severityOf({ severity, cvssv4, cvssv3, cvssv2 }: z.output<typeof vulnerability>): Severity {
  return severityOfWord(severity || cvssv4?.baseSeverity || cvssv3?.baseSeverity || cvssv2?.severity);
}
