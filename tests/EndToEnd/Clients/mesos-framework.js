// Runs one task with the unmodified npm client `mesos-framework` and prints the states it is told.
// usage: node mesos-framework.js HOST PORT
"use strict";

const { Scheduler, Mesos } = require("mesos-framework");
const builder = Mesos.getMesos();
const [host, port] = process.argv.slice(2);

const scheduler = new Scheduler({
    masterUrl: host,
    port: Number(port),
    frameworkName: "npm",
    logging: { level: "error" },
    restartStates: [],
    tasks: {
        hello: {
            priority: 1,
            instances: 1,
            commandInfo: new builder.CommandInfo(null, null, true, "echo hello from npm", null, null),
            resources: { cpus: 0.1, mem: 32, ports: 1, disk: 0 },
        },
    },
});

scheduler.on("subscribed", (subscribed) => console.log("subscribed " + subscribed.frameworkId));
scheduler.on("update", (update) => {
    console.log(update.status.state);
    if (update.status.state === "TASK_FINISHED") {
        scheduler.teardown();
        setTimeout(() => process.exit(0), 500);
    }
});
scheduler.on("error", (error) => console.log("error " + (error.message || JSON.stringify(error))));
scheduler.on("ready", () => scheduler.subscribe());
