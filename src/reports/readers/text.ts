import { defineStreamReader } from '../reader.ts';

/**
 * A text that proves only its own existence: what a tool printed and no format holds. Never recognised by itself: the output of a scanner
 * that no reader knows would else count as a document that exists. Counts nothing.
 */
export const text = defineStreamReader({
  format: 'text',
  kind: 'document',
  guide: {
    title: 'Plain text',
    source: 'https://www.rfc-editor.org/rfc/rfc2046#section-4.1.3',
    make: 'go vet ./... 2> go-vet.txt',
    selectors: [{ selector: '', selects: 'the text: it exists and is not empty' }],
    unit: 'the text as a whole',
    unproven:
      'a text that is not declared as `text` in run.json; a selector: a plain text has no headings; nothing in it is read as a result',
  },
  recognises: 'declared',
  unlike: () => null,
  start() {
    let blank = true;
    return {
      line(line) {
        if (blank && line.trim() !== '') blank = false;
      },
      end: () => ({ kind: 'document', tool: null, partial: [], title: null, headings: [], blank }),
    };
  },
});
