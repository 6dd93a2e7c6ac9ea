// Columns that several tables share, and the addresses that they lead to.

import { link } from '../dom.js';
import { ago, cpus, megabytes, short, state } from '../format.js';

const path = (...parts) => `#/${parts.map(encodeURIComponent).join('/')}`;

export const frameworkPage = (id) => path('frameworks', id);
export const agentPage = (id) => path('agents', id);
export const executorPage = (agent, framework, executor) => path('agents', agent, 'frameworks', framework, 'executors', executor);
export const sandboxPage = (task) =>
  `${executorPage(task.slave_id, task.framework_id, task.executor_id || task.id)}/browse`;
export const browsePage = (agent, directory) => `${agentPage(agent)}/browse?${new URLSearchParams({ path: directory })}`;
export const pailPage = (agent, file) => `${agentPage(agent)}/pail?${new URLSearchParams({ path: file })}`;

export const started = (task) => task.statuses?.[0]?.timestamp ?? 0;
const last = (task) => task.statuses?.at(-1)?.timestamp ?? 0;

export const amounts = (of) => [
  { title: 'CPUs', of: (row) => of(row).cpus ?? 0, show: (row) => cpus(of(row).cpus), number: true },
  { title: 'Memory', of: (row) => of(row).mem ?? 0, show: (row) => megabytes(of(row).mem), number: true },
  { title: 'Disk', of: (row) => of(row).disk ?? 0, show: (row) => megabytes(of(row).disk), number: true },
];

export const taskColumns = (agents) => [
  { title: 'Task', of: (task) => task.id, wide: true },
  { title: 'Name', of: (task) => task.name, wide: true },
  { title: 'State', of: (task) => task.state, show: (task) => state(task.state) },
  { title: 'Health', of: (task) => ({ true: 'healthy', false: 'unhealthy' }[task.statuses?.at(-1)?.healthy] ?? '') },
  { title: 'Framework', of: (task) => task.framework_id, show: (task) => link(frameworkPage(task.framework_id), short(task.framework_id)) },
  { title: 'Role', of: (task) => task.role },
  { title: 'Agent', of: (task) => agents?.get(task.slave_id) ?? task.slave_id,
    show: (task) => link(agentPage(task.slave_id), agents?.get(task.slave_id) ?? short(task.slave_id)) },
  { title: 'CPUs', of: (task) => task.resources.cpus, show: (task) => cpus(task.resources.cpus), number: true },
  { title: 'Memory', of: (task) => task.resources.mem, show: (task) => megabytes(task.resources.mem), number: true },
  { title: 'Started', of: started, show: (task) => ago(started(task)) },
  { title: 'Changed', of: last, show: (task) => ago(last(task)) },
  { title: '', of: () => '', show: (task) => link(sandboxPage(task), 'Sandbox') },
];
