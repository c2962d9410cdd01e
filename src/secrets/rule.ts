/**
 * What stands in every text that has a secret of a kind, so that no other text is looked at twice. The source of a regular expression:
 * `prefix` ends in one of `_ - . ~`, `word` is any other, with its capitals; `name` is taken with any capitals.
 */
export interface Mark {
  readonly kind: 'prefix' | 'word' | 'name';
  readonly source: string;
}

/** What one kind of secret looks like in a text without escapes. */
export interface SecretRule {
  /** For people: `aws-access-key-id`. */
  readonly name: string;
  readonly mark: Mark;
  /** Its group `secret` is the secret. With the flags `dg`; every repetition in it is bounded. */
  readonly pattern: RegExp;
  /** Where the pattern is looked for: in its group `text`. In the whole text where there is none. */
  readonly within?: RegExp;
  /** Is what the pattern found a secret, and no word or example? A mask is none in any case. `around` is the text. */
  accepts?(secret: string, groups: Readonly<Record<string, string | undefined>>, around: string): boolean;
}

/**
 * The rule for a token that is told by the letters it has.
 *
 * @param mark Its first letters, as the source of a regular expression.
 * @param rest What follows them.
 * @param before What comes before them, where they stand in its middle.
 */
export function token(name: string, mark: string, rest: string, before = ''): SecretRule {
  return {
    name,
    mark: { kind: /[_~.-]$/.test(mark) ? 'prefix' : 'word', source: mark },
    pattern: new RegExp(`(?<![A-Za-z0-9])(?<secret>${before}${mark}${rest})`, 'dg'),
  };
}
