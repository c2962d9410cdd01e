// The search that the head of each page opens: Pagefind's own dialog, loaded when it is first asked for.
import { resultEntry } from './search-result.ts';

let opened: Promise<HTMLElement> | undefined;

/**
 * Opens the search.
 *
 * @param base The address of the site's first page.
 * @throws Where it cannot be loaded, or has no dialog.
 */
export async function openSearch(base: string): Promise<void> {
  opened ??= makeDialog(base);
  const dialog = await opened;
  if (!('open' in dialog) || typeof dialog.open !== 'function') throw new Error('the search did not load');
  dialog.open();
}

async function makeDialog(base: string): Promise<HTMLElement> {
  const bundle = `${base}pagefind/`;
  await Promise.all([loadStyle(`${bundle}pagefind-component-ui.css`), import(/* @vite-ignore */ `${bundle}pagefind-component-ui.js`)]);
  // Pagefind waits five seconds for a worker that does not start, and an index of this size needs none.
  const config = element('pagefind-config', { 'bundle-path': bundle, 'base-url': base, 'no-worker': '' });
  const dialog = element('pagefind-modal', { 'reset-on-close': '' });
  // What stands in it is made where it is put.
  document.body.append(config, dialog);
  const [field, results] = ['pagefind-input', 'pagefind-results'].map((name) => dialog.querySelector(name));
  if (!field || !results) throw new Error('the search has no field');
  field.setAttribute('debounce', '120');
  field.setAttribute('placeholder', 'Items, failed tests, evidence, releases, guide');
  Object.assign(results, { resultTemplate: resultEntry });
  dialog.addEventListener('keydown', ({ key, target }) => {
    if (key === 'Enter' && target instanceof HTMLInputElement) results.querySelector('a')?.click();
  });
  return dialog;
}

function element(name: string, attributes: Readonly<Record<string, string>>): HTMLElement {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) made.setAttribute(attribute, value);
  return made;
}

function loadStyle(address: string): Promise<void> {
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = address;
  const loaded = new Promise<void>((resolve, reject) => {
    link.addEventListener('load', () => resolve());
    link.addEventListener('error', () => reject(new Error(address)));
  });
  document.head.append(link);
  return loaded;
}
