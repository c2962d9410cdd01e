/**
 * A text as there is room for it: what is too long ends in an ellipsis, and no sign of it is cut in two.
 *
 * @param longest In characters (code points), the ellipsis included.
 */
export function clipText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const signs = [...text.slice(0, 2 * longest + 2)];
  return signs.length > longest ? `${signs.slice(0, longest - 1).join('')}…` : text;
}
