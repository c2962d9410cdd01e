import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { readPortfolioLooks } from '../build/portfolio-looks.ts';
import { localAddress } from '../build/site-code.ts';
import { digestsBelow, openSiteFolder, placeOfSite, replaceSite } from '../build/site-folder.ts';
import { readYaml } from '../checklist/yaml.ts';
import { closeStaging, openStaging } from '../disk/replace-folder.ts';
import { type Problem, problem } from '../problem.ts';
import { type Inventory, inventoryFile, inventoryText } from '../publish/inventory.ts';
import { judgeAnswer, knownUntil } from '../publish/portfolio/judge-summary.ts';
import { oldAfterDays, PortfolioFile } from '../publish/portfolio/portfolio-file.ts';
import { portfolioFiles } from '../publish/portfolio/portfolio-files.ts';
import { productsOf } from '../publish/portfolio/portfolio-product.ts';
import type { SiteFile } from '../publish/site-files.ts';
import { plural } from '../publish/words/grammar.ts';
import { portfolioAnswer } from '../publish/words/portfolio-words.ts';
import type { Reading } from '../reading.ts';
import { askSummaries } from '../remote/ask-summary.ts';
import { holdSite } from './hold.ts';
import type { PortfolioOptions } from './options.ts';
import { type ExitCode, exitCodes, print, printJson, refuse, tell } from './print.ts';
import { withProgress } from './progress.ts';

/** How long a site may take to answer, in milliseconds: others wait for it. */
const patience = 10_000;

/** `readiness-portal portfolio`: one page over several sites. The folder is replaced as a whole, or not at all. */
export async function portfolio({ file, out, now, json = false }: PortfolioOptions): Promise<ExitCode> {
  const folder = dirname(resolve(file));
  const read = readPortfolio(file);
  if (read.state === 'refused') return refuse(read.problems, json);
  const place = placeOfSite(out, folder);
  if (place.state === 'refused') return refuse(place.problems, json);
  const { title, address = localAddress, sites } = read.value;
  return holdSite(place.value, 'a portfolio', json, async () => {
    const target = openSiteFolder(out, folder);
    if (target.state === 'refused') return refuse(target.problems, json);
    const oldAfter = oldAfterDays(read.value);
    const answers = await withProgress(json, (step) => {
      step('Asking the sites', plural(sites.length, 'site'));
      return askSummaries(
        sites.map(({ site }) => site),
        { folder, patience },
      );
    });
    const judged = answers.map((answer, at) => judgeAnswer(answer, { product: sites[at]?.product, oldAfter, now }));
    const products = productsOf(read.value, judged);
    const looks = readPortfolioLooks();
    const page = { title, now: now.toISOString(), staleAfter: knownUntil(judged, oldAfter), products, signs: looks.signs };
    const { files, document } = portfolioFiles(page, address.endsWith('/') ? address : `${address}/`);
    const staging = openStaging(target.value.path);
    try {
      const made = writeSite(staging.made, [...files, ...looks.files]);
      const problems = replaceSite(target.value, made, staging);
      if (problems.length > 0) return refuse(problems, json);
    } finally {
      closeStaging(staging, target.value.path);
    }
    if (json) printJson(document);
    else {
      tell(...products.filter(({ state }) => state === 'not-known').map(({ site, reason }) => `${site} is not known. ${reason}`));
      print(
        portfolioAnswer(products.map(({ state }) => state)),
        `The page is in ${relative('.', target.value.path) || '.'}, for ${address}.`,
      );
    }
    return exitCodes.ok;
  });
}

function readPortfolio(file: string): Reading<PortfolioFile> {
  const refuseFile = (message: string, hint?: string): { readonly state: 'refused'; readonly problems: readonly Problem[] } => ({
    state: 'refused',
    problems: [problem('USAGE', { file }, message, hint)],
  });
  if (!statSync(file, { throwIfNoEntry: false })?.isFile()) {
    return refuseFile('there is no such file', 'write it with title: and sites:, or name another one with --file');
  }
  return readYaml(readFileSync(file, 'utf8'), file, PortfolioFile);
}

/** Writes files into a folder that is not there yet, and last their inventory. */
function writeSite(folder: string, files: readonly SiteFile[]): Inventory {
  for (const parent of new Set(files.map(({ path }) => dirname(path)))) mkdirSync(join(folder, parent), { recursive: true });
  for (const { path, text } of files) writeFileSync(join(folder, path), text);
  const inventory: Inventory = { schemaVersion: 1, files: digestsBelow(folder), releases: {} };
  writeFileSync(join(folder, inventoryFile), inventoryText(inventory));
  return inventory;
}
