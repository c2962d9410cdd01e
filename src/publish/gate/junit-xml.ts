import type { AssessedItem, AssessedPage, RequiredSignOff } from '../../assessment/assessment.ts';
import { openItems } from '../../assessment/readiness.ts';
import { formatProblem, type Problem } from '../../problem.ts';
import { escapeXml } from '../escape-xml.ts';
import {
  askedSignOffWords,
  emptyPage,
  exceptedWords,
  noWorseWords,
  openItemWords,
  passedOver,
  shutTitle,
  todoLine,
} from '../words/gate-words.ts';
import { pageName } from '../words/release-words.ts';
import { statusMeanings } from '../words/status-words.ts';
import {
  awaitsSignature,
  type CheckedRelease,
  checkedPages,
  checkedSignOffs,
  type GateAnswer,
  itemOfWorse,
  type Locate,
  linkLines,
} from './gate-answer.ts';

/** A case with what it came to. Only what is proven or vouched for passes; what is excepted is skipped. */
interface Case {
  readonly classname: string;
  readonly name: string;
  readonly file: string | null;
  readonly line: number | null;
  readonly outcome:
    | { readonly state: 'passed' }
    | { readonly state: 'skipped'; readonly message: string }
    | { readonly state: 'failure' | 'error'; readonly type: string; readonly message: string; readonly text: string };
}

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

/**
 * What a gate found as JUnit XML: a suite for each page with a case for each item that is counted, one for the sign-offs, one for what is worse
 * than in the release that it was held against and has no case, and one for what is not as it was frozen or signed; of a refused input its
 * problems. An item with parts is a case where it is open and none of its parts is. Where the gate is shut at least one case fails.
 * Source of the form: https://github.com/testmoapp/junitxml.
 */
export function junitXml(answer: GateAnswer, locate: Locate): string {
  switch (answer.state) {
    case 'refused':
      return document(shutTitle, null, [{ name: 'Input', cases: problemCases('input', answer.problems, locate) }]);
    case 'checked': {
      const { release } = answer;
      const { product, version, assessedAt } = release.assessment;
      return document(`${product} ${version}`, assessedAt, [
        ...checkedPages(release).map((page): Suite => ({ name: pageName(page), cases: pageCases(page, release, locate) })),
        { name: 'Sign-offs', cases: checkedSignOffs(release).map((each) => signOffCase(each, release)) },
        { name: 'Worse', cases: otherwiseWorse(release) },
        { name: 'Integrity', cases: problemCases('integrity', release.faults, locate) },
      ]);
    }
  }
}

/** @param at ISO 8601, UTC. */
function document(name: string, at: string | null, all: readonly Suite[]): string {
  const suites = all.filter(({ cases }) => cases.length > 0);
  const timestamp = at === null ? '' : ` timestamp="${at.slice(0, 19)}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name=${attribute(name)} ${counts(suites.flatMap(({ cases }) => cases))} time="0">`,
    ...suites.map((suite) =>
      [
        `  <testsuite name=${attribute(suite.name)} ${counts(suite.cases)} time="0"${timestamp}>`,
        ...suite.cases.map(caseElement),
        '  </testsuite>',
      ].join('\n'),
    ),
    '</testsuites>',
    '',
  ].join('\n');
}

function pageCases(page: AssessedPage, checked: CheckedRelease, locate: Locate): Case[] {
  const openParents = new Set(openItems([page]).filter(({ items }) => items.length > 0));
  const names = new Set<string>();
  const casesOf = (item: AssessedItem, above: string, classname: string): Case[] => {
    const path = `${above}${item.text}`;
    const own = item.items.length === 0 || openParents.has(item) ? [caseOf(item, path, classname)] : [];
    return [...own, ...item.items.flatMap((part) => casesOf(part, `${path} › `, classname))];
  };
  const caseOf = (item: AssessedItem, path: string, classname: string): Case => {
    const key = `${classname}\n${oneLine(path)}`;
    const name = names.has(key) ? `${path} (${item.id})` : path;
    names.add(key);
    return { classname, name, file: locate(item.place.file), line: item.place.line, outcome: outcomeOf(item, page, checked) };
  };
  const cases = page.sections.flatMap((section) =>
    section.items.flatMap((item) => casesOf(item, '', section.title === '' ? page.id : `${page.id}.${section.title}`)),
  );
  if (cases.length > 0) return cases;
  const outcome = { state: 'failure', type: 'no-item', message: emptyPage, text: emptyPage } as const;
  return [{ classname: page.id, name: pageName(page), file: locate(page.file), line: null, outcome }];
}

function outcomeOf(item: AssessedItem, page: AssessedPage, checked: CheckedRelease): Case['outcome'] {
  switch (item.status) {
    case 'verified':
    case 'attested':
      return { state: 'passed' };
    case 'waived':
    case 'not-applicable':
      return { state: 'skipped', message: exceptedWords(item) };
    case 'contradicted':
    case 'failing':
    case 'blocked':
    case 'claimed':
    case 'unproven':
    case 'in-progress':
    case 'not-started': {
      if (awaitsSignature(item, page, checked)) return { state: 'skipped', message: passedOver.vouched };
      const worse = checked.earlier?.worse.find(({ id }) => id === item.id);
      if (checked.earlier !== null && worse === undefined) {
        return { state: 'skipped', message: noWorseWords(item, checked.earlier.version) };
      }
      const message = worse === undefined ? openItemWords(item) : worse.words;
      const todo = todoLine(item);
      const text = [message, statusMeanings[item.status], ...(todo === null ? [] : [todo]), ...linkLines(item, checked)].join('\n');
      return { state: 'failure', type: item.status, message, text };
    }
  }
}

function signOffCase(asked: RequiredSignOff, { assessment, unsigned, earlier }: CheckedRelease): Case {
  const { name, is } = askedSignOffWords(asked, assessment.pages);
  const base = { classname: 'sign-offs', name, file: null, line: null };
  if (asked.state === 'current') return { ...base, outcome: { state: 'passed' } };
  if (earlier !== null || (unsigned && asked.state !== 'rejected')) {
    return { ...base, outcome: { state: 'skipped', message: `${is} ${passedOver.signOff}` } };
  }
  return { ...base, outcome: { state: 'failure', type: asked.state, message: is, text: is } };
}

/** What is worse and has no case of its own that fails: it passes all the same, or is in the checklist no more. */
function otherwiseWorse(checked: CheckedRelease): Case[] {
  const { assessment, earlier } = checked;
  const open = new Set(openItems(assessment.pages).map(({ id }) => id));
  const others = earlier?.worse.filter(({ id }) => !open.has(id)) ?? [];
  return others.map((worse, index) => {
    const text = [worse.words, ...linkLines(itemOfWorse(worse, checked), checked)].join('\n');
    const outcome = { state: 'failure', type: 'worse', message: worse.words, text } as const;
    return { classname: 'worse', name: `${index + 1}: ${worse.text}`, file: null, line: null, outcome };
  });
}

function problemCases(classname: string, problems: readonly Problem[], locate: Locate): Case[] {
  return problems.map((each, index) => {
    const text = formatProblem({ ...each, file: locate(each.file) });
    const outcome = { state: 'error', type: each.code, message: each.message, text } as const;
    return { classname, name: `${index + 1}: ${each.file}`, file: locate(each.file), line: each.line ?? null, outcome };
  });
}

function caseElement({ classname, name, file, line, outcome }: Case): string {
  const place = `${file === null ? '' : ` file=${attribute(file)}`}${line === null ? '' : ` line="${line}"`}`;
  const start = `    <testcase classname=${attribute(classname)} name=${attribute(name)}${place} time="0"`;
  switch (outcome.state) {
    case 'passed':
      return `${start}/>`;
    case 'skipped':
      return `${start}><skipped message=${attribute(outcome.message)}/></testcase>`;
    case 'failure':
    case 'error': {
      const { state, type, message, text } = outcome;
      return `${start}><${state} type=${attribute(type)} message=${attribute(message)}>${escapeXml(text)}</${state}></testcase>`;
    }
  }
}

function counts(cases: readonly Case[]): string {
  const count = (state: Case['outcome']['state']) => cases.filter(({ outcome }) => outcome.state === state).length;
  return `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`;
}

/** A parser makes a space of every line end in an attribute: so that names are told apart by what is read, they have none. */
function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function attribute(text: string): string {
  return `"${escapeXml(oneLine(text))}"`;
}
