/** A name as a disk or a reader sees it that tells neither capitals nor forms of the same letter apart. */
export function foldedName(name: string): string {
  return name
    .normalize('NFKD')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '');
}
