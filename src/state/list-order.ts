// The orders that `s` goes through, by list; the first one is how the list stands by itself.

import type {UiTextId} from '../model/ui-text.ts';
import type {Layer} from './layer.ts';

export type ListOrder = 'worst' | 'place' | 'service' | 'newest' | 'result' | 'actor' | 'name';

const ordersByList: Partial<Readonly<Record<Layer['kind'], readonly ListOrder[]>>> = {
  overview: ['worst', 'place', 'service'],
  service: ['worst', 'place'],
  controller: ['worst', 'service'],
  runs: ['newest', 'result', 'actor'],
  events: ['newest', 'worst', 'place'],
  sites: ['worst', 'name'],
};

/** How the list of that layer stands now; undefined for one that has only one order. */
export function orderOf(layer: Layer): ListOrder | undefined {
  const orders = ordersByList[layer.kind] ?? [];
  return orders[layer.cursor.order % Math.max(1, orders.length)];
}

export function orderText(order: ListOrder): UiTextId {
  return `order.${order}`;
}
