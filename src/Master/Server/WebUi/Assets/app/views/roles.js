import { h, link } from '../dom.js';
import { master } from '../cluster.js';
import { resources, short } from '../format.js';
import { table } from '../table.js';
import { frameworkPage } from './columns.js';

export default async function roles() {
  const { roles: known } = await master('roles');
  const amount = (title, of) => ({ title, of: (role) => resources(of(role)), wide: true });
  return h('div', {}, h('h1', {}, 'Roles'), table('In use, or with a weight or a quota', [
    { title: 'Role', of: (role) => role.name },
    { title: 'Weight', of: (role) => role.weight, number: true },
    { title: 'Frameworks', of: (role) => role.frameworks.length,
      show: (role) => role.frameworks.flatMap((id) => [link(frameworkPage(id), short(id)), ' ']) },
    amount('Guaranteed', (role) => role.quota?.guarantee),
    amount('Limit', (role) => role.quota?.limit),
    amount('Counted against it', (role) => role.quota?.consumed),
    amount('Allocated', (role) => role.allocated),
    amount('Offered', (role) => role.offered),
    amount('Reserved', (role) => role.reserved),
  ], known));
}
