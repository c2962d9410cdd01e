// What only the reader's browser knows: the clock, and the wish for another theme. The page is whole without it.
const staleAfter = document.querySelector<HTMLMetaElement>('meta[name="stale-after"]')?.content;
const notice = document.querySelector<HTMLElement>('.stale');
if (notice && staleAfter && Date.now() > Date.parse(staleAfter)) notice.hidden = false;

// A date stands there already; how long ago that was, the reader's clock knows.
for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-age]')) {
  const age = ageOf(Date.parse(time.dateTime));
  if (age !== null) time.append(`, ${age}`);
}

// A page of a release stays as it was built; what came after it is asked for.
const newer = document.querySelector<HTMLElement>('.newer');
if (newer) void showNewer(newer);

const search = document.querySelector<HTMLAnchorElement>('.search-link');
if (search) {
  for (const key of search.querySelectorAll<HTMLElement>('.key')) {
    // Said by `aria-keyshortcuts` already.
    key.ariaHidden = 'true';
    key.hidden = false;
  }
  search.addEventListener('click', (event) => {
    if (!event.ctrlKey && !event.metaKey && !event.shiftKey) open(search, event);
  });
  document.addEventListener('keydown', (event) => {
    if (isSearchKey(event)) open(search, event);
  });
}

offerCopies();
openTarget();
addEventListener('hashchange', openTarget);
document.addEventListener('click', (event) => closeMenus(event, false));
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') closeMenus(event, true);
});

const button = document.querySelector<HTMLButtonElement>('.theme');
const themes = ['auto', 'light', 'dark'];
if (button) {
  show();
  button.hidden = false;
  button.addEventListener('click', () => {
    const next = themes[(themes.indexOf(chosen()) + 1) % themes.length] ?? 'auto';
    if (next === 'auto') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = next;
    try {
      localStorage.setItem('theme', next);
    } catch {
      // A browser that keeps nothing still shows the theme on this page.
    }
    show();
  });
}

/** Opens the search over the page, or its own page where that cannot be. */
function open(link: HTMLAnchorElement, event: Event): void {
  event.preventDefault();
  const field = document.querySelector<HTMLInputElement>('.search-box [type="search"]');
  if (field) field.focus();
  else
    void import('./search-dialog.ts')
      .then(({ openSearch }) => openSearch(link.dataset['base'] ?? '/'))
      .catch(() => {
        location.href = link.href;
      });
}

/** `/` where nothing is being written, and Ctrl-K or ⌘K anywhere. */
function isSearchKey({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent): boolean {
  if (altKey) return false;
  if (ctrlKey || metaKey) return key.toLowerCase() === 'k';
  return key === '/' && !(target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]'));
}

/** Offers to copy what stands in blocks of code of the guide, where the browser lets a page do so. */
function offerCopies(): void {
  if (!isSecureContext) return;
  for (const block of document.querySelectorAll<HTMLElement>('.prose pre')) {
    const copy = document.createElement('button');
    copy.type = 'button';
    copy.textContent = 'Copy';
    copy.addEventListener('click', () => {
      void navigator.clipboard.writeText(block.textContent ?? '').then(
        () => {
          copy.textContent = 'Copied';
        },
        () => {
          copy.textContent = 'Not copied';
        },
      );
    });
    const frame = document.createElement('div');
    frame.className = 'copied';
    block.replaceWith(frame);
    frame.append(block, copy);
  }
}

/** Opens what an address names: what stands in something closed, or can be opened itself. */
function openTarget(): void {
  const target = document.getElementById(decoded(location.hash.slice(1)));
  if (!target) return;
  let inside = target instanceof HTMLDetailsElement ? target : target.closest('details');
  const wasClosed = inside !== null && !inside.open;
  for (; inside; inside = inside.parentElement?.closest('details') ?? null) inside.open = true;
  if (wasClosed) target.scrollIntoView();
}

/** A fragment as it is meant; as it is written where it is no code of anything. */
function decoded(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

/** A menu closes with Escape, and when something outside of it is chosen. */
function closeMenus({ target }: Event, isEscape: boolean): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>('.menu[open]')) {
    if (!isEscape && target instanceof Node && menu.contains(target)) continue;
    menu.open = false;
    if (isEscape) menu.querySelector('summary')?.focus();
  }
}

async function showNewer(place: HTMLElement): Promise<void> {
  const { release, latest = '' } = place.dataset;
  const link = place.querySelector('a');
  const answer: unknown = await fetch(latest)
    .then((response) => response.json())
    .catch(() => null);
  const version = typeof answer === 'object' && answer !== null && 'version' in answer ? answer.version : null;
  if (typeof version !== 'string' || version === release || link === null) return;
  link.textContent = version;
  place.hidden = false;
}

function chosen(): string {
  return document.documentElement.dataset['theme'] ?? 'auto';
}

function show(): void {
  if (button) button.textContent = `Theme: ${chosen()}`;
}

/** How long ago an instant was, in the largest unit of which there is one; null for what is none, or lies ahead. */
function ageOf(instant: number): string | null {
  const days = Math.floor((Date.now() - instant) / 86_400_000);
  if (!(days >= 0)) return null;
  const [count, unit] =
    days >= 730 ? ([days / 365.25, 'year'] as const) : days >= 61 ? ([days / 30.44, 'month'] as const) : ([days, 'day'] as const);
  return new Intl.RelativeTimeFormat('en', { numeric: unit === 'day' ? 'auto' : 'always' }).format(-Math.floor(count), unit);
}
