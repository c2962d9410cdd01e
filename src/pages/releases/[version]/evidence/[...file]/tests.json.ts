import type { APIRoute, GetStaticPaths } from 'astro';
import { releaseTests } from '../../../../../site.ts';
import type { TestIndex } from '../../../../../views/tests-view.ts';

export const getStaticPaths = (async () => {
  const { indexes } = await releaseTests();
  return indexes.map(({ version, file, index }) => ({ params: { version, file }, props: { index } }));
}) satisfies GetStaticPaths;

export const GET: APIRoute<{ index: TestIndex }> = ({ props }) => Response.json(props.index);
