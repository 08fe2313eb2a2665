import { type SbomOutput, type VexStatement } from '@basewright/contracts';
import { digestOf } from '@basewright/core';

/** What a document is about: the image, and BusyBox in it. */
export interface VexSubject extends Pick<SbomOutput, 'purl' | 'created'> {
  /** Package URL of BusyBox. */
  readonly busybox: string;
}

/**
 * A document for scanners: https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md (0.2.0). What is stated is stated of
 * the image, and of BusyBox in it: scanners look for either.
 */
export function openvex(statements: readonly VexStatement[], { purl, busybox, created }: VexSubject): object {
  const products = [
    { '@id': purl, identifiers: { purl }, subcomponents: [{ '@id': busybox, identifiers: { purl: busybox } }] },
  ];
  return {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': `https://openvex.dev/docs/public/vex-${digestOf({ statements, purl, busybox })}`,
    author: 'basewright',
    timestamp: created,
    version: 1,
    tooling: 'basewright',
    statements: statements.map(({ id, summary, status, because, action }) => ({
      vulnerability: { name: id, description: summary },
      products,
      status,
      ...(status === 'not_affected'
        ? { justification: 'vulnerable_code_not_present', impact_statement: because }
        : { status_notes: because }),
      ...(action === null ? {} : { action_statement: action }),
    })),
  };
}
