// The three roles of the web services, and which of them includes which.

export const roles = ['user', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Whether somebody with role `has` may do what needs role `needed`: an admin is an operator, an operator a user. */
export function includesRole(has: Role, needed: Role): boolean {
  return roles.indexOf(has) >= roles.indexOf(needed);
}
