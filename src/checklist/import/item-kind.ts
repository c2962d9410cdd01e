/** What of a document becomes an item. The entries of task lists always do. */
export const itemKinds = ['tasks', 'bullets', 'numbers', 'rows'] as const;
export type ItemKind = (typeof itemKinds)[number];
