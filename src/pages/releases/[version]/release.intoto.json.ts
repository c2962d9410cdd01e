import type { APIRoute, GetStaticPaths } from 'astro';
import { attestationText, type ReleaseAttestation } from '../../../publish/attestation.ts';
import { releaseFiles } from '../../../site.ts';

export const getStaticPaths = (() =>
  releaseFiles.flatMap(({ version, attestation }) =>
    attestation === null ? [] : [{ params: { version }, props: { attestation } }],
  )) satisfies GetStaticPaths;

export const GET: APIRoute<{ attestation: ReleaseAttestation }> = ({ props }) =>
  new Response(attestationText(props.attestation), { headers: { 'content-type': 'application/json' } });
