import { z } from 'zod';
import { Portal } from '../checklist/portal.ts';
import { Waivers } from '../checklist/waivers.ts';
import { Snapshot } from '../release/snapshot.ts';
import { Withdrawal } from '../release/withdrawal.ts';
import { JobRun, ReleaseRun } from '../reports/run.ts';
import { SignOffStatement } from '../signing/in-toto.ts';
import { SubjectDocument } from '../signing/subject-changes.ts';
import { ReadinessDocument } from './api.ts';
import { ReleaseAttestation } from './attestation.ts';
import { ChangesDocument } from './changes-document.ts';
import { Inventory } from './inventory.ts';
import { PortfolioDocument } from './portfolio/portfolio-document.ts';
import { PortfolioFile } from './portfolio/portfolio-file.ts';
import { RecordsDocument } from './records-document.ts';
import { ReleaseRow } from './release-row.ts';
import { BrokenReleaseDocument, LatestDocument, ReleaseDocument, ReleasesDocument, ReleasesPageDocument } from './releases-api.ts';
import { SummaryDocument } from './summary-document.ts';

/** The JSON Schemas (2020-12) of every file that others read or write, by name, made from the schemas that check them. */
export const jsonSchemas: Readonly<Record<string, unknown>> = Object.fromEntries(
  (
    [
      ['readiness', ReadinessDocument, 'output'],
      ['releases', ReleasesDocument, 'output'],
      ['releases-page', ReleasesPageDocument, 'output'],
      ['latest', LatestDocument, 'output'],
      ['summary', SummaryDocument, 'output'],
      ['release', z.union([ReleaseDocument, BrokenReleaseDocument]), 'output'],
      ['portfolio', PortfolioFile, 'input'],
      ['portfolio-products', PortfolioDocument, 'output'],
      ['run', JobRun, 'input'],
      ['release-run', ReleaseRun, 'input'],
      ['portal', Portal, 'input'],
      ['waivers', Waivers, 'input'],
      ['snapshot', Snapshot, 'output'],
      ['withdrawal', Withdrawal, 'output'],
      ['records', RecordsDocument, 'output'],
      ['inventory', Inventory, 'output'],
      ['row', ReleaseRow, 'output'],
      ['changes', ChangesDocument, 'output'],
      ['sign-off', SignOffStatement, 'input'],
      ['sign-off-subject', SubjectDocument, 'input'],
      ['release-attestation', ReleaseAttestation, 'output'],
    ] as const
  ).map(([name, schema, io]) => [name, z.toJSONSchema(schema, { target: 'draft-2020-12', io })]),
);
