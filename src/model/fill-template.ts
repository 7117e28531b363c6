// Fills the holes of a template of any catalogue.

import type {FindingParams} from './finding.ts';
import {withParticles} from './particles.ts';

/** Fills the `{holes}` of a template. A hole without a value stays visible as `{name}`: better ugly than silently wrong. */
export function fillTemplate(template: string, params: FindingParams): string {
  const filled = template.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = params[name];
    return value === undefined ? hole : String(value);
  });
  return withParticles(filled);
}
