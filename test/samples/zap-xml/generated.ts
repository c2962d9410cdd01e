import { generatedFindings, type MadeFinding } from '../../reports/generated.ts';

const sites = ['https://staging.example.com', 'https://cdn.example.com'];
const risks = { critical: 3, high: 3, medium: 2, low: 1, info: 0, unknown: 0 };

export const generated = generatedFindings(
  (findings) => {
    const written = sites.map((site) => {
      const alerts = findings.filter(({ file }) => file === site).map(alertOf);
      return `<site name="${site}" port="443" ssl="true"><alerts>${alerts.join('')}</alerts></site>`;
    });
    return `<?xml version="1.0"?>
<OWASPZAPReport programName="ZAP" version="2.17.0" generated="Sat, 12 Sept 2026 08:40:35">
<insights><insight><level>Low</level><reason>Warning</reason><site></site></insight></insights>
${written.join('\n')}
</OWASPZAPReport>
`;
  },
  { rules: ['40018', '10038', '10049'], files: sites, rated: ['high', 'medium', 'low', 'info'], suppresses: true },
);

/** A confidence of 0 is that of a false positive; up to 4, of one that the user confirmed. */
function alertOf({ rule, severity, line, suppressed }: MadeFinding): string {
  return `<alertitem>
<pluginid>${rule}</pluginid><alertRef>${rule}-${line}</alertRef><alert>Found</alert><name>Found</name>
<riskcode>${risks[severity]}</riskcode><confidence>${suppressed ? 0 : 1 + (line % 4)}</confidence>
<desc>&lt;p&gt;What it is about.&lt;/p&gt;</desc>
<instances><instance><uri>https://staging.example.com/?a=1&amp;b=2</uri><method>GET</method></instance></instances>
<count>1</count><otherinfo></otherinfo>
</alertitem>
`;
}
