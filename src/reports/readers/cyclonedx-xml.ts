import { bomTexts, nameOfTexts, showsVulnerability, toolOfTexts, unlikeBomXml } from '../families/cyclonedx-bom-xml.ts';
import { defineXmlReader } from '../reader.ts';

/**
 * A CycloneDX inventory as XML (https://cyclonedx.org/docs/latest/xml/), 1.0 to 1.7: a document, which proves that it was made, and nothing
 * of vulnerabilities. One that lists no component and no service is blank. With vulnerabilities it is `cyclonedx-vex-xml`.
 */
export const cyclonedxXml = defineXmlReader({
  format: 'cyclonedx-xml',
  kind: 'document',
  guide: {
    title: 'CycloneDX SBOM, XML',
    source: 'https://cyclonedx.org/docs/latest/xml/',
    make: 'npx @cyclonedx/cyclonedx-npm --output-format XML --output-file sbom.cdx.xml',
    selectors: [],
    unit: 'one inventory; it says nothing of vulnerabilities',
    unproven: 'an inventory without a component or service',
  },
  unlike: (root, opening) =>
    unlikeBomXml(root) ?? (showsVulnerability(opening) ? 'lists vulnerabilities: it is `cyclonedx-vex-xml`' : null),
  start() {
    const texts = bomTexts();
    let listed = 0;
    return {
      handler: {
        open(_, path) {
          if (path.length === 1) texts.begin(path);
          texts.open(path);
          if (path.length === 3 && ['components/component', 'services/service'].includes(path.slice(1).join('/'))) listed += 1;
        },
        text: (text, path) => texts.text(text, path),
      },
      end: () => ({
        kind: 'document',
        tool: toolOfTexts(texts),
        partial: [],
        title: nameOfTexts(texts),
        headings: [],
        blank: listed === 0,
      }),
    };
  },
});
