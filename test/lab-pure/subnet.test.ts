// Which network a lab gets: never one that the host or another lab uses.

import {describe, expect, it} from 'vitest';
import {chooseIndex, isTaken, overlaps} from '../../src/lab/subnet.ts';

const free = {networks: [], links: [], namespaces: []};

describe('choosing a lab network', () => {
  it('gives the default lab 10.77.0.0/24 and every other one the lowest from 10.77.1.0/24 on', () => {
    expect(chooseIndex('lab', [], free)).toBe(0);
    expect(chooseIndex('other', [], free)).toBe(1);
    expect(chooseIndex('third', [0, 1, 2], free)).toBe(3);
  });

  it('passes over networks that the host routes, however they are written', () => {
    expect(chooseIndex('lab', [], {...free, networks: ['10.77.0.128/25']})).toBe(1);
    expect(chooseIndex('lab', [], {...free, networks: ['10.77.0.9']})).toBe(1);
    expect(chooseIndex('lab', [], {...free, networks: ['10.77.0.0/23']})).toBe(2);
  });

  it('passes over interfaces and namespaces that another lab directory has made', () => {
    expect(chooseIndex('lab', [], {...free, links: ['hl0']})).toBe(1);
    expect(chooseIndex('x', [], {...free, namespaces: ['hl1-switch', 'hl2-server1']})).toBe(3);
    expect(isTaken(1, {...free, namespaces: ['hl10-switch']})).toBe(false);
  });

  it('is not stopped by a default route', () => {
    expect(overlaps('10.77.0.0/24', '0.0.0.0/0')).toBe(false);
    expect(chooseIndex('lab', [], {...free, networks: ['default', '0.0.0.0/0']})).toBe(0);
  });

  it('refuses when a whole /16 is in use, and says what to do', () => {
    expect(() => chooseIndex('lab', [], {...free, networks: ['10.0.0.0/8']})).toThrow(/no free network/);
  });

  it('knows overlap in both directions and none between neighbours', () => {
    expect(overlaps('10.0.0.0/8', '10.77.3.0/24')).toBe(true);
    expect(overlaps('10.77.3.0/24', '10.0.0.0/8')).toBe(true);
    expect(overlaps('10.77.3.0/24', '10.77.4.0/24')).toBe(false);
  });
});
