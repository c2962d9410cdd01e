import { type BomComponent, nameOf, vulnerability, vulnerabilityFinding, vulnerabilityReport } from '../families/cyclonedx-bom.ts';
import { bomTexts, nameOfTexts, showsVulnerability, toolOfTexts, unlikeBomXml } from '../families/cyclonedx-bom-xml.ts';
import { defineXmlReader } from '../reader.ts';
import type { Finding } from '../report.ts';
import { checkShape } from '../text/json-value.ts';
import { XmlTexts } from '../text/xml-texts.ts';

/**
 * A CycloneDX BOM as XML, 1.4 to 1.7, that lists vulnerabilities, with or without the analysis of a VEX. One finding is one vulnerability, by
 * the worst severity of its ratings. Where the vulnerabilities begin behind the opening that recognition sees, the format must be declared.
 */
export const cyclonedxVexXml = defineXmlReader({
  format: 'cyclonedx-vex-xml',
  kind: 'findings',
  guide: {
    title: 'CycloneDX VDR and VEX, XML',
    source: 'https://cyclonedx.org/docs/latest/xml/',
    make: 'cyclonedx convert --input-file vex.cdx.json --output-file vex.cdx.xml',
    selectors: [
      { selector: '#critical,high', selects: 'the vulnerabilities of these severities' },
      { selector: '#CVE-2021-44228', selects: 'one vulnerability, by its id or that of a reference' },
    ],
    unit: 'one vulnerability; those that its analysis calls resolved, a false positive or not affected are counted apart',
    unproven:
      'a BOM that lists no vulnerability: it is read as an inventory; nothing that names what the vulnerabilities are of; vulnerabilities behind the first 256 KB, unless `run.json` or `--format` declares the format',
  },
  unlike(root, opening, declared) {
    const reason = unlikeBomXml(root);
    if (reason !== null || showsVulnerability(opening)) return reason;
    return declared && !/<\/bom\s*>/.test(opening) ? null : 'lists no vulnerability: it is `cyclonedx-xml`';
  },
  start(context) {
    const findings: Finding[] = [];
    const components: BomComponent[] = [];
    const names = new Map<string, string>();
    const bom = bomTexts();
    const component = new XmlTexts(['name', 'version']);
    const fields = new XmlTexts([
      'id',
      'references/reference/id',
      'ratings/rating/severity',
      'description',
      'analysis/state',
      'affects/target/ref',
      'cwes/cwe',
      'source/url',
      'advisories/advisory/url',
    ]);
    let reference: string | undefined;
    let line = 0;
    return {
      handler: {
        open(element, path) {
          if (path.length === 1) bom.begin(path);
          if (isEntry(path, 'components', 'component')) component.begin(path);
          if (isEntry(path, 'vulnerabilities', 'vulnerability')) fields.begin(path);
          if (path.length === 3) {
            reference = element.attributes['bom-ref'];
            line = element.line;
          }
          for (const texts of [bom, component, fields]) texts.open(path);
        },
        text(text, path) {
          for (const texts of [bom, component, fields]) texts.text(text, path);
        },
        close(_, path) {
          if (isEntry(path, 'components', 'component')) {
            const named = { name: component.first('name') ?? '', version: component.first('version') };
            components.push(named);
            if (reference !== undefined) names.set(reference, nameOf(named));
          }
          if (isEntry(path, 'vulnerabilities', 'vulnerability')) {
            const each = recordOf(fields, reference);
            findings.push(vulnerabilityFinding(checkShape(vulnerability, each, context.path, line), names, context, { line }));
          }
        },
      },
      end() {
        if (findings.length === 0) context.refuse('SHAPE', 'the BOM lists no vulnerability');
        const subject = nameOfTexts(bom);
        return vulnerabilityReport(toolOfTexts(bom), findings, subject === null ? undefined : { name: subject }, components);
      },
    };
  },
});

function isEntry(path: readonly string[], list: string, entry: string): boolean {
  return path.length === 3 && path[1] === list && path[2] === entry;
}

function recordOf(fields: XmlTexts, reference: string | undefined): unknown {
  const state = fields.first('analysis/state');
  return {
    'bom-ref': reference,
    id: fields.first('id'),
    references: fields.all('references/reference/id').map((id) => ({ id })),
    ratings: fields.all('ratings/rating/severity').map((severity) => ({ severity })),
    description: fields.first('description'),
    analysis: state === undefined ? undefined : { state },
    cwes: fields.all('cwes/cwe').map(Number),
    source: { url: fields.first('source/url') },
    advisories: fields.all('advisories/advisory/url').map((url) => ({ url })),
    affects: fields.all('affects/target/ref').map((ref) => ({ ref })),
  };
}
