// The mark of the product: three controllers, one of them ahead.

import type {ReactNode} from 'react';

export function Mark({size}: {readonly size: number}): ReactNode {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--accent-ground)" />
      <path d="M9 21.5 16 9.5 23 21.5Z" fill="none" stroke="var(--accent)" strokeWidth="1.6" />
      <circle cx="9" cy="21.5" r="3.3" fill="var(--accent)" />
      <circle cx="23" cy="21.5" r="3.3" fill="var(--accent)" />
      <circle cx="16" cy="9.5" r="3.3" fill="var(--strong)" />
    </svg>
  );
}
