import { facts, h, link } from '../dom.js';
import { executor as find } from '../cluster.js';
import { resources } from '../format.js';
import { table } from '../table.js';
import { agentPage, browsePage, frameworkPage, taskColumns } from './columns.js';

export default async function executor({ agent, framework, executor: id }) {
  const known = await find(agent, framework, id);
  const own = (tasks) => (tasks ?? []).map((task) => ({ framework_id: framework, ...task }));
  return h('div', {}, h('h1', {}, known.name || id), facts([
    ['Executor', id],
    ['Framework', link(frameworkPage(framework), framework)],
    ['Agent', link(agentPage(agent), agent)],
    ['Container', known.container],
    ['Resources', resources(known.resources)],
    ['Sandbox', link(browsePage(agent, known.directory), known.directory)],
  ]),
  table('Tasks', taskColumns(), own(known.tasks)),
  table('Queued tasks', taskColumns(), own(known.queued_tasks).map((task) => ({ state: 'TASK_STAGING', ...task }))),
  table('Ended tasks', taskColumns(), own(known.completed_tasks)));
}
