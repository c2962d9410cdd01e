import { getCollection, render } from 'astro:content';
import { compareText } from '../order.ts';
import { formatsView } from '../views/formats-page.ts';

const ownGuide = await getCollection('ownGuide');
const commonGuide = (await getCollection('guide')).filter(({ id }) => !ownGuide.some((own) => own.id === id));

/** The pages of the guide, in their order, with what renders them: those of every portal, and those that the root adds or has instead. */
export const guide = await Promise.all(
  [...commonGuide, ...ownGuide]
    .sort((a, b) => a.data.order - b.data.order || compareText(a.id, b.id))
    .map(async ({ id, data, ...entry }) => {
      const { Content, headings } = await render({ id, data, ...entry });
      return { id, data, Content, headings: headings.filter(({ depth }) => depth === 2) };
    }),
);

/** Every page of the guide in its order: those that people write, and those that the code says of itself. */
export const guidePages = [
  ...guide.map(({ id, data: { title, description } }) => ({ id, title, description })),
  { id: 'statuses', title: 'Statuses', description: 'What each status of an item means' },
  {
    id: 'formats',
    title: 'Formats',
    description: 'Every result format that is read: how to make the file, what to select in it, what makes it unproven',
  },
  { id: 'problem-codes', title: 'Problem codes', description: 'Every code of a problem: what it says, and what to do' },
].map((page) => ({ ...page, href: `/guide/${page.id}/` }));

/** The page on formats. */
export const formats = await formatsView();
