/** A path of the site as the address of a link: behind the base that the site is published under. */
export function href(path: string): string {
  return `${import.meta.env.BASE_URL.replace(/\/$/, '')}${path}`;
}
