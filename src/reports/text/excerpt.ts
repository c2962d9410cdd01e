import { stripVTControlCharacters } from 'node:util';

/** The longest message that a report keeps of a failed test. In UTF-16 units. */
const maxExcerptLength = 4000;

/** What a report holds of all messages together; failures behind that have none. In UTF-16 units. */
export const maxExcerptsLength = 32 * 1024 * 1024;

const half = maxExcerptLength / 2;
/** When the pieces of the tail are joined: rarely, so that adding stays cheap. */
const maxTailLength = maxExcerptLength * 4;

/** The beginning and the end of a text that comes in pieces: what failed is named at one of the two. */
export class Excerpt {
  #head = '';
  #tail = '';
  #isCut = false;

  add(text: string): void {
    const room = half - this.#head.length;
    if (room > 0) this.#head += copyOf(text.slice(0, room));
    if (text.length <= room) return;
    this.#tail += room > 0 ? text.slice(room) : text;
    if (this.#tail.length <= maxTailLength) return;
    this.#tail = copyOf(this.#tail.slice(-half));
    this.#isCut = true;
  }

  /** How much of the text is held. */
  get length(): number {
    return this.#head.length + this.#tail.length;
  }

  /** The text without the colours of a terminal and white space around it; null where nothing else was added. */
  text(): string | null {
    const isCut = this.#isCut || this.#tail.length > half;
    const coloured = isCut ? `${this.#head}\n…\n${this.#tail.slice(-half)}` : this.#head + this.#tail;
    const text = stripVTControlCharacters(coloured).trim();
    return text === '' ? null : copyOf(text);
  }
}

/** The excerpt of a whole text. */
export function excerptOf(text: string): string | null {
  const excerpt = new Excerpt();
  excerpt.add(text);
  return excerpt.text();
}

/** The same text in memory of its own: a part of a string keeps the whole of it, and so a chunk of the file, from being freed. */
export function copyOf(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le');
}
