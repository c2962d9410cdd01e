import type { APIRoute, GetStaticPaths } from 'astro';
import { testIndexes } from '../../../site/next-release.ts';
import type { TestIndex } from '../../../views/tests-view.ts';

export const getStaticPaths = (() =>
  testIndexes.map(({ file, index }) => ({ params: { file }, props: { index } }))) satisfies GetStaticPaths;

export const GET: APIRoute<{ index: TestIndex }> = ({ props }) => Response.json(props.index);
