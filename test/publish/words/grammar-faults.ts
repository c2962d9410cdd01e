/** What is wrong with the form of a sentence, whatever it says; empty for one that reads well. */
export function grammarFaults(sentence: string): string[] {
  const rules: readonly (readonly [string, RegExp])[] = [
    ['a value that is none', /\b(?:undefined|NaN|null|Infinity)\b|\[object/],
    ['two spaces, or one at an end', /\s\s|^\s|\s$/],
    ['one of many', /(?<![\d.,])1 (?!is\b|was\b|has\b|fails\b|less\b|days? ago)[a-z]+s\b(?! is)/],
    [
      'many of one',
      /(?<![\d.,])(?:0|[2-9]|\d{2,}) (?:[a-z]+ )?(?:item|finding|test|sign-off|error|threshold|file|package|day|shard|part|role|layer|warning)\b(?!s)/,
    ],
    ['a verb of another number', /(?<![\d.,])1 (?:[a-z-]+ )?are\b|(?<![\d.,]|of )(?:0|[2-9]|\d{2,}) (?:[a-z-]+ )?is\b/],
    ['a missing word', /[,;:] [,;:.]|\(\)|: \.|\b(?:of|with|in|for|by|and|or|no|the|a) [,;.]|\b(?:the the|a a|of of|is is|and and)\b/],
    ['a space before a sign', / [,;:.!](?:\s|$)/],
    ['an article of another sound', /\ba (?:object|item|array|error)\b|\ban (?:string|list|number|boolean)\b/],
    ['no capital', /^[a-z]/],
    ['no full stop, or two', /[^.]$|\.\.$|[;:,]\.$/],
  ];
  return rules.flatMap(([fault, pattern]) => (pattern.test(sentence) ? [`${fault}: ${sentence}`] : []));
}
