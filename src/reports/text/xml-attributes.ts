import type { ReaderContext } from '../reader.ts';
import type { XmlElement } from './xml-reader.ts';

/** A count that an element states, or null where it states none. Anything but a whole number is refused. */
export function countAttribute(element: XmlElement, name: string, context: ReaderContext): number | null {
  const text = element.attributes[name];
  if (text === undefined || text === '') return null;
  if (!/^\d{1,15}$/.test(text))
    context.refuse('NUMBER', `${name}=${JSON.stringify(text.slice(0, 40))} is no count`, { line: element.line });
  return Number(text);
}

/** Seconds that an element states, in milliseconds, or null where it states none. Some locales write a decimal comma. */
export function secondsAttribute(element: XmlElement, name: string, context: ReaderContext): number | null {
  const text = element.attributes[name];
  if (text === undefined || text === '') return null;
  if (!/^\d{1,15}(?:[.,]\d{1,20})?(?:E[-+]?\d{1,2})?$/i.test(text)) {
    context.refuse('NUMBER', `${name}=${JSON.stringify(text.slice(0, 40))} is no number of seconds`, { line: element.line });
  }
  return Math.round(Number(text.replace(',', '.')) * 1e6) / 1e3;
}
