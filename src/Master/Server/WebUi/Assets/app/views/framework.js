import { facts, h, link, outside } from '../dom.js';
import { master } from '../cluster.js';
import { ago, resources, short } from '../format.js';
import { table } from '../table.js';
import { agentPage, taskColumns } from './columns.js';

export default async function framework({ framework: id, agent }) {
  const [{ frameworks, completed_frameworks: past }, { slaves }] =
    await Promise.all([master('frameworks', { framework_id: id }), master('state-summary')]);
  const known = [...frameworks, ...past].find((one) => one.id === id);
  if (!known) return h('p', { class: 'error' }, `There is no framework ${id}.`);
  const offering = known.connected ? await master('allocator/explain', { framework: id }).catch(() => null) : null;
  const hosts = new Map(slaves.map(({ id: slave, hostname }) => [slave, hostname]));
  const here = (tasks = []) => tasks.filter((task) => !agent || task.slave_id === agent);
  return h('div', {}, h('h1', {}, known.name, ' ', h('span', { class: 'quiet' }, agent ? `${id} on ${hosts.get(agent) ?? agent}` : id)), facts([
    ['Standing', known.connected ? (known.active ? 'active' : 'connected, not active') : known.unregistered_time ? 'removed' : 'not connected'],
    ['Page', outside(known.webui_url)],
    ['User', known.user],
    ['Principal', known.principal],
    ['Roles', (known.roles ?? [known.role]).join(', ')],
    ['Host', known.hostname],
    ['Capabilities', known.capabilities.join(', ')],
    ['Failover timeout', `${known.failover_timeout} s`],
    ['Checkpoints', String(known.checkpoint)],
    ['Used', resources(known.used_resources)],
    ['Offered', resources(known.offered_resources)],
    ['Registered', ago(known.registered_time)],
    ['Re-registered', ago(known.reregistered_time)],
  ]),
  offering && whyOffered(offering),
  table('Active tasks', taskColumns(hosts), here(known.tasks)),
  table('Unreachable tasks', taskColumns(hosts), here(known.unreachable_tasks)),
  table('Ended tasks', taskColumns(hosts), here(known.completed_tasks)));
}

/** Which agents the allocator would offer, and why not the others. */
const whyOffered = ({ roles }) => table('What it is offered, and why not more', [
  { title: 'Role', of: (row) => row.role },
  { title: 'Share', of: (row) => row.share, show: (row) => `${(100 * row.share).toFixed(1)} %`, number: true },
  { title: 'Agents', of: (row) => row.agents, number: true },
  { title: 'Because', of: (row) => row.meaning, wide: true },
  { title: 'For example', of: (row) => row.example?.agent_id ?? '',
    show: (row) => row.example && [link(agentPage(row.example.agent_id), short(row.example.agent_id)), ` has ${resources(row.example.free)} free`], wide: true },
], roles.flatMap(({ role, share, reasons }) => reasons.map((reason) => ({ role, share, ...reason }))));
