import { lintSource } from '@secretlint/core';
import { secretLintProfiler } from '@secretlint/profiler';
import { rules as preset } from '@secretlint/secretlint-rule-preset-recommend';

/** Rules that look at a whole file, or at addresses, or that leave out what a comment in the file tells: `context-rules.ts` has these for any text. */
const others = ['aws', 'gcp', 'privatekey', 'basicauth', 'database-connection-string', 'filter-comments'];

const prefix = '@secretlint/secretlint-rule-';

/** The library's rules for the tokens of one vendor each. */
export const vendorRules = preset.filter(({ meta }) => !others.includes(meta.id.replace(prefix, '')));

// It would keep a mark for every text that it is given.
secretLintProfiler.setEnabled(false);

/** What the library finds in a text: the vendor, and where its token starts and ends. */
export async function findVendorTokens(text: string): Promise<{ readonly rule: string; readonly start: number; readonly end: number }[]> {
  const { messages } = await lintSource({
    source: { content: text, filePath: '', ext: '.txt', contentType: 'text' },
    options: { noPhysicFilePath: true, config: { rules: vendorRules.map((rule) => ({ id: rule.meta.id, rule })) } },
  });
  return messages.map(({ ruleId, range: [start, end] }) => ({ rule: ruleId.replace(prefix, ''), start, end }));
}
