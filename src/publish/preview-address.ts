/** Where the preview of a change stands, below the first page of a site: `previews/12`. */
export function previewFolder(number: number): string {
  return `previews/${number}`;
}

/** The address of a preview, of that of its site. */
export function previewAddress(site: string, number: number): string {
  return new URL(`${previewFolder(number)}/`, site.replace(/\/*$/, '/')).href;
}

/** The path of a site on its host, of the address of a preview. */
export function pathAbovePreview(preview: string): string {
  return new URL('../../', preview).pathname;
}
