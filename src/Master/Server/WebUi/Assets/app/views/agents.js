import { h, link } from '../dom.js';
import { master } from '../cluster.js';
import { ago, short } from '../format.js';
import { table } from '../table.js';
import { agentPage, amounts } from './columns.js';

export const standing = (agent) => (agent.drain_info ? agent.drain_info.state ?? 'DRAINING'
  : agent.deactivated ? 'deactivated' : agent.active ? 'active' : 'not connected');

const free = (agent) => Object.fromEntries(['cpus', 'mem', 'disk'].map((name) => [name, agent.resources[name] - (agent.used_resources[name] ?? 0)]));

export default async function agents() {
  const { slaves } = await master('state-summary');
  return h('div', {}, h('h1', {}, 'Agents'), table('Registered', [
    { title: 'Id', of: (agent) => agent.id, show: (agent) => link(agentPage(agent.id), short(agent.id)) },
    { title: 'Host', of: (agent) => agent.hostname, show: (agent) => link(agentPage(agent.id), agent.hostname) },
    { title: 'Standing', of: standing },
    { title: 'Region', of: (agent) => agent.domain?.fault_domain?.region?.name ?? '' },
    { title: 'Zone', of: (agent) => agent.domain?.fault_domain?.zone?.name ?? '' },
    ...amounts((agent) => agent.resources),
    ...amounts(free).map((column) => ({ ...column, title: `${column.title} free` })),
    { title: 'Running', of: (agent) => agent.TASK_RUNNING, number: true },
    { title: 'Registered', of: (agent) => agent.registered_time, show: (agent) => ago(agent.registered_time) },
    { title: 'Re-registered', of: (agent) => agent.reregistered_time ?? 0, show: (agent) => ago(agent.reregistered_time) },
  ], slaves));
}
