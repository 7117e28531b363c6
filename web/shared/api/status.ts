// What `status --json` tells (schema 1), as the live connection sends it: the cluster, judged.

import type {CellLevel, FindingLevel, Level} from '../../../src/model/level.ts';
import type {Of, Shape} from './shape.ts';
import {boolean, fact, list, maybe, moment, nullable, number, object, oneOf, orElse, record, string} from './shape.ts';

const level = oneOf<Level>('ok', 'warning', 'critical', 'unknown');
const cellLevel = oneOf<CellLevel>('ok', 'warning', 'critical', 'unknown', 'none');
const findingLevel = oneOf<FindingLevel>('ok', 'warning', 'critical', 'unknown', 'info');
const readingKind = oneOf('none', 'seen', 'lost');

type Facts = Readonly<Record<string, string | number | boolean | null>>;

const noFacts: Facts = {};
const facts: Shape<Facts> = orElse(record(fact), noFacts);

const cell = object({
  reading: readingKind,
  verdict: cellLevel,
  word: string,
  at: nullable(moment),
  facts: record(fact),
});

const service = object({
  verdict: cellLevel,
  line: string,
  facts: facts,
  controllers: record(cell),
});

export const finding = object({
  code: string,
  level: findingLevel,
  where: string,
  service: maybe(string),
  what: string,
  evidence: orElse(string, ''),
  remedy: maybe(string),
  params: facts,
});

export const status = object({
  cluster: string,
  at: moment,
  verdict: level,
  tolerance: record(nullable(number)),
  vip: object({address: string, owners: list(string)}),
  controllers: record(object({address: string, reach: readingKind, confirmed_lost: orElse(boolean, false)})),
  services: record(service),
  findings: list(finding),
});

export type Status = Of<typeof status>;
export type ServiceStatus = Of<typeof service>;
export type CellStatus = Of<typeof cell>;
export type FindingStatus = Of<typeof finding>;
