/**
 * The texts of what stands in one element, by the path below it: `cvssV3/baseSeverity`. For readers of XML that make a record of an element;
 * only the wanted paths are kept.
 */
export class XmlTexts {
  readonly #wanted: ReadonlySet<string>;
  readonly #texts = new Map<string, string[]>();
  #depth = 0;

  constructor(wanted: readonly string[]) {
    this.#wanted = new Set(wanted);
  }

  /** Forgets the last record: the element at `path` begins a new one. */
  begin(path: readonly string[]): void {
    this.#texts.clear();
    this.#depth = path.length;
  }

  open(path: readonly string[]): void {
    const below = this.#below(path);
    if (!this.#wanted.has(below)) return;
    const known = this.#texts.get(below);
    if (known) known.push('');
    else this.#texts.set(below, ['']);
  }

  text(text: string, path: readonly string[]): void {
    const texts = this.#texts.get(this.#below(path));
    if (texts) texts.push((texts.pop() ?? '') + text);
  }

  /** The texts at a path below the element, in their order, without white space around them. */
  all(below: string): string[] {
    return (this.#texts.get(below) ?? []).map((text) => text.trim());
  }

  first(below: string): string | undefined {
    return this.all(below)[0];
  }

  #below(path: readonly string[]): string {
    return path.slice(this.#depth).join('/');
  }
}
