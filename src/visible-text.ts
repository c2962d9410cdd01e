/**
 * What a terminal, a browser or a reader of XML acts on, or cannot hold, instead of showing it: controls but for tab and line feed, marks of
 * direction, separators of lines, halves of a character, and code points that are none.
 */
const acting =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]|\p{Surrogate}/gu;

/** Foreign text with every such character as its code: `\u202e`. */
export function visibleText(text: string): string {
  return text.replace(acting, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
