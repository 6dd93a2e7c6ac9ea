import { card, h } from '../dom.js';
import { master } from '../cluster.js';
import { resource } from '../format.js';
import { table } from '../table.js';
import { taskColumns } from './columns.js';

const active = ['STAGING', 'STARTING', 'RUNNING', 'KILLING', 'UNREACHABLE'];
const ended = ['FINISHED', 'FAILED', 'KILLED', 'ERROR', 'LOST'];

export default async function overview() {
  const [summary, { tasks }, version] = await Promise.all([master('state-summary'), master('tasks', { limit: 100 }), master('version')]);
  const count = (name) => summary.frameworks.reduce((sum, framework) => sum + (framework[`TASK_${name}`] ?? 0), 0);
  const isActive = ({ state }) => active.includes(state.replace('TASK_', ''));
  const hosts = new Map(summary.slaves.map(({ id, hostname }) => [id, hostname]));
  return h('div', {},
    h('h1', {}, summary.cluster ?? 'Cluster', ' ', h('span', { class: 'quiet' }, `led by ${summary.hostname}, version ${version.version}`)),
    h('div', { class: 'cards' },
      card('Agents', summary.slaves.filter((agent) => agent.active).length, others(summary.slaves)),
      card('Frameworks', summary.frameworks.filter((framework) => framework.connected).length,
        h('div', { class: 'quiet' }, `${summary.frameworks.length} known`)),
      card('Tasks', count('RUNNING'), h('div', { class: 'quiet' }, named(active.filter((name) => name !== 'RUNNING'), count))),
      card('Ended', ended.reduce((sum, name) => sum + count(name), 0), h('div', { class: 'quiet' }, named(ended, count)))),
    h('h2', {}, 'Resources'),
    h('div', { class: 'cards' }, ['cpus', 'mem', 'disk', 'gpus'].map((name) => share(name, summary.slaves))),
    table('Active tasks', taskColumns(hosts), tasks.filter(isActive)),
    table('Ended tasks', taskColumns(hosts), tasks.filter((task) => !isActive(task))));
}

const others = (agents) => h('div', { class: 'quiet' },
  `${agents.filter((agent) => !agent.active).length} not active, ${agents.filter((agent) => agent.deactivated).length} deactivated`);

const named = (names, count) => names.filter((name) => count(name) > 0).map((name) => `${count(name)} ${name.toLowerCase()}`).join(', ');

function share(name, agents) {
  const sum = (kind) => agents.reduce((total, agent) => total + (agent[kind][name] ?? 0), 0);
  const [total, used, offered] = [sum('resources'), sum('used_resources'), sum('offered_resources')];
  if (name === 'gpus' && total === 0) return null;
  const width = (part) => `${total ? (100 * part) / total : 0}%`;
  const bar = h('div', { class: 'bar' }, ['used', 'offered'].map((kind) => h('div', { class: kind })));
  [bar.children[0].style.width, bar.children[1].style.width] = [width(used), width(offered)];
  return card({ cpus: 'CPUs', mem: 'Memory', disk: 'Disk', gpus: 'GPUs' }[name], `${resource(name, used)} of ${resource(name, total)}`, bar,
    h('div', { class: 'quiet' }, `${resource(name, offered)} offered, ${resource(name, Math.max(0, total - used - offered))} idle`));
}
