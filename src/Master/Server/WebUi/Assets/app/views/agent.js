import { facts, h, link } from '../dom.js';
import { agent as ask, master } from '../cluster.js';
import { ago, resources, short } from '../format.js';
import { table } from '../table.js';
import { standing } from './agents.js';
import { amounts, browsePage, executorPage, frameworkPage } from './columns.js';

export default async function agent({ agent: id }) {
  const { slaves: [known] } = await master('slaves', { slave_id: id });
  if (!known) return h('p', { class: 'error' }, `No agent ${id} is registered.`);
  const own = await ask(id, 'state').catch((failure) => ({ failure }));
  return h('div', {}, h('h1', {}, known.hostname, ' ', h('span', { class: 'quiet' }, id)), facts([
    ['Address', known.pid],
    ['Standing', standing(known)],
    ['Version', known.version],
    ['Attributes', Object.entries(known.attributes).map(([name, value]) => `${name}: ${value}`).join(', ')],
    ['Resources', resources(known.resources)],
    ['Used', resources(known.used_resources)],
    ['Offered', resources(known.offered_resources)],
    ...Object.entries(known.reserved_resources).map(([role, amount]) => [`Reserved for ${role}`, resources(amount)]),
    ['Registered', ago(known.registered_time)],
    ['Re-registered', ago(known.reregistered_time)],
    ['Log', own.external_log_file && link(browsePage(id, '/slave/log'), own.external_log_file)],
  ]),
  own.failure ? h('p', { class: 'error' }, own.failure.message) : [
    executors('Executors', id, own.frameworks, 'executors'),
    executors('Ended executors', id, [...own.frameworks, ...own.completed_frameworks], 'completed_executors'),
  ]);
}

const executors = (name, id, frameworks, kind) => table(name, [
  { title: 'Executor', of: ({ executor }) => executor.id, wide: true,
    show: ({ executor, framework }) => link(executorPage(id, framework.id, executor.id), executor.id) },
  { title: 'Name', of: ({ executor }) => executor.name, wide: true },
  { title: 'Framework', of: ({ framework }) => framework.name, show: ({ framework }) => link(frameworkPage(framework.id), framework.name || short(framework.id)) },
  { title: 'Tasks', of: ({ executor }) => executor.tasks.length, number: true },
  ...amounts(({ executor }) => executor.resources),
  { title: '', of: () => '', show: ({ executor }) => link(browsePage(id, executor.directory), 'Sandbox') },
], frameworks.flatMap((framework) => (framework[kind] ?? []).map((executor) => ({ framework, executor }))));
