using System.Net;

namespace Kernel.Tests.Unit.Marathon.Server;

public sealed class AppsApiTests
{
    private const string Web = """{"id":"/shop/web","cmd":"sleep 1","cpus":0.1,"mem":32,"instances":2,"labels":{"tier":"front"}}""";

    [Fact]
    public async Task An_app_that_is_created_is_shown_with_everything_filled_in()
    {
        await using var rig = await ApiRig.StartAsync();
        var (status, app, answer) = await rig.SendAsync("POST", "/v2/apps", Web);
        Assert.Equal(HttpStatusCode.Created, status);
        Assert.Equal($"{rig.Server.Uri}shop/web", answer.Headers.Location!.ToString());
        Assert.Equal(
            (string?)app!["deployments"]![0]!["id"], answer.Headers.GetValues("Marathon-Deployment-Id").Single());
        Assert.Equal(0, (int)app["tasksRunning"]!);
        Assert.Equal(10_000, (int)app["portDefinitions"]![0]!["port"]!);
        Assert.Equal("host", (string?)app["networks"]![0]!["mode"]);
        Assert.Equal("YOUNGEST_FIRST", (string?)app["killSelection"]);
        Assert.Equal("""{"minimumHealthCapacity":1,"maximumOverCapacity":1}""", app["upgradeStrategy"]!.ToJsonString());
        foreach (var member in (string[])["args", "constraints", "dependencies", "env", "fetch", "healthChecks", "uris",
            "ports", "ipAddress"])
        {
            Assert.Null(app[member]);
        }

        await rig.DeployedAsync();
        var (_, shown, _) = await rig.SendAsync("GET", "/v2/apps//shop/web");
        Assert.Equal(2, (int)shown!["app"]!["tasksRunning"]!);
        Assert.Equal("TASK_RUNNING", (string?)shown["app"]!["tasks"]![0]!["state"]);
        Assert.Empty(shown["app"]!["deployments"]!.AsArray());
    }

    [Theory]
    [InlineData("{", HttpStatusCode.BadRequest, "Invalid JSON", "")]
    [InlineData("", HttpStatusCode.BadRequest, "Please specify data in JSON format", "")]
    [InlineData("""{"cmd":"x"}""", HttpStatusCode.UnprocessableEntity, "Invalid JSON", "/id")]
    [InlineData("""{"id":1,"cmd":"x"}""", HttpStatusCode.UnprocessableEntity, "Invalid JSON", "/id")]
    [InlineData("""{"id":"/a","cmd":"x","instances":0.1}""", HttpStatusCode.UnprocessableEntity, "Invalid JSON",
        "/instances")]
    [InlineData("""{"id":"/a","cmd":"x","cpus":1e999}""", HttpStatusCode.UnprocessableEntity, "Invalid JSON", "/cpus")]
    [InlineData("""{"id":"/a"}""", HttpStatusCode.UnprocessableEntity, "Object is not valid", "/")]
    [InlineData("""[]""", HttpStatusCode.UnprocessableEntity, "Invalid JSON", "/")]
    public async Task What_is_wrong_is_told_with_its_place(
        string body, HttpStatusCode expected, string message, string path)
    {
        await using var rig = await ApiRig.StartAsync();
        var (status, error, _) = await rig.SendAsync("POST", "/v2/apps", body);
        Assert.Equal(expected, status);
        Assert.Equal(message, (string?)error!["message"]);
        if (path.Length > 0)
        {
            Assert.Equal(path, (string?)error["details"]![0]!["path"]);
        }
        else
        {
            Assert.False(string.IsNullOrEmpty((string?)error["details"]));
        }
    }

    [Fact]
    public async Task What_is_not_there_what_is_there_already_and_what_is_locked_are_told_apart()
    {
        await using var rig = await ApiRig.StartAsync();
        rig.Master.HoldsTasks = true;
        var (missing, none, _) = await rig.SendAsync("GET", "/v2/apps/nothing");
        Assert.Equal((HttpStatusCode.NotFound, "App '/nothing' does not exist"), (missing, (string?)none!["message"]));

        var (_, created, _) = await rig.SendAsync("POST", "/v2/apps", Web);
        var (twice, there, _) = await rig.SendAsync("POST", "/v2/apps", Web);
        Assert.Equal((HttpStatusCode.Conflict, "An app with id [/shop/web] already exists."), (
            twice, (string?)there!["message"]));

        var (locked, held, _) = await rig.SendAsync("PUT", "/v2/apps/shop/web", """{"instances":3}""");
        Assert.Equal(HttpStatusCode.Conflict, locked);
        Assert.Equal((string?)created!["deployments"]![0]!["id"], (string?)held!["deployments"]![0]!["id"]);

        var (forced, _, _) = await rig.SendAsync("PUT", "/v2/apps/shop/web?force=true", """{"instances":3}""");
        Assert.Equal(HttpStatusCode.OK, forced);
        var (deleted, result, _) = await rig.SendAsync("DELETE", "/v2/apps/shop/web");
        Assert.Equal(HttpStatusCode.OK, deleted);
        Assert.NotNull(result!["deploymentId"]);
    }

    [Fact]
    public async Task An_update_replaces_the_members_that_it_has_and_keeps_the_others()
    {
        await using var rig = await ApiRig.StartAsync();
        await rig.SendAsync("POST", "/v2/apps", """{"id":"/a","cmd":"x","env":{"A":"1","B":"2"},"labels":{"l":"m"}}""");
        await rig.DeployedAsync();
        var (_, before, _) = await rig.SendAsync("GET", "/v2/apps/a");
        Assert.Equal(HttpStatusCode.OK, (await rig.SendAsync("PUT", "/v2/apps/a", """{"env":{"C":"3"}}""")).Status);
        await rig.DeployedAsync();
        var (_, after, _) = await rig.SendAsync("GET", "/v2/apps/a");
        Assert.Equal("""{"C":"3"}""", after!["app"]!["env"]!.ToJsonString());
        Assert.Equal("m", (string?)after["app"]!["labels"]!["l"]);

        var version = (string)before!["app"]!["version"]!;
        Assert.Equal(
            HttpStatusCode.OK, (await rig.SendAsync("PUT", "/v2/apps/a", $$"""{"version":"{{version}}"}""")).Status);
        await rig.DeployedAsync();
        var (_, back, _) = await rig.SendAsync("GET", "/v2/apps/a");
        Assert.Equal("1", (string?)back!["app"]!["env"]!["A"]);
        var (_, versions, _) = await rig.SendAsync("GET", "/v2/apps/a/versions");
        Assert.Equal(3, versions!["versions"]!.AsArray().Count);
        Assert.Equal(HttpStatusCode.OK, (await rig.SendAsync("GET", $"/v2/apps/a/versions/{version}")).Status);
    }

    [Fact]
    public async Task Apps_are_found_by_id_command_and_label()
    {
        await using var rig = await ApiRig.StartAsync();
        await rig.SendAsync("POST", "/v2/apps", Web);
        await rig.SendAsync("POST", "/v2/apps", """{"id":"/db","cmd":"postgres","labels":{"tier":"back"}}""");
        foreach (var (query, count) in (( string, int)[])[
            ("", 2), ("?id=SHOP", 1), ("?cmd=postgres", 1), ("?label=tier", 2), ("?label=tier==back", 1), (
                "?label=tier!=back", 1),
            ("?label=tier in (front,back)", 2), ("?label=tier notin (front)", 1), ("?label=other!=x",
                0), ("?label=tier&cmd=sleep", 1)])
        {
            var (_, apps, _) = await rig.SendAsync("GET", $"/v2/apps{query}");
            Assert.Equal((query, count), (query, apps!["apps"]!.AsArray().Count));
        }

        Assert.Equal(
            HttpStatusCode.UnprocessableEntity, (await rig.SendAsync("GET", "/v2/apps?label=a%20%20b")).Status);
    }

    [Fact]
    public async Task A_body_must_say_that_it_is_JSON_and_a_path_must_be_known()
    {
        await using var rig = await ApiRig.StartAsync();
        Assert.Equal(
            HttpStatusCode.UnsupportedMediaType, (await rig.SendAsync("POST", "/v2/apps", Web, "text/plain")).Status);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await rig.SendAsync("PATCH", "/v2/queue", "{}")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await rig.SendAsync("GET", "/v2/nothing")).Status);
        var (_, pong, answer) = await rig.SendAsync("GET", "/ping");
        Assert.Equal("pong", (string?)pong);
        Assert.Equal($"http://127.0.0.1:{rig.Server.Uri.Port}", answer.Headers.GetValues("X-Marathon-Leader").Single());
    }

    [Fact]
    public async Task Tasks_are_listed_killed_and_scaled_away()
    {
        await using var rig = await ApiRig.StartAsync();
        await rig.SendAsync("POST", "/v2/apps", Web);
        await rig.DeployedAsync();
        var tasks = (await rig.SendAsync("GET", "/v2/tasks")).Body!["tasks"]!.AsArray();
        Assert.Equal(2, tasks.Count);
        Assert.Equal(10_000, (int)tasks[0]!["servicePorts"]![0]!);
        var table = (await rig.SendAsync("GET", "/v2/apps/shop/web/tasks")).Body!["tasks"]!.AsArray();
        Assert.Equal(2, table.Count);

        var id = (string)tasks[0]!["id"]!;
        Assert.Equal(
            id, (string?)(await rig.SendAsync("DELETE", $"/v2/apps/shop/web/tasks/{id}")).Body!["task"]!["id"]);
        await rig.SeesAsync(
            "/v2/tasks", all => all["tasks"]!.AsArray().Any(task => (string?)task!["id"] == id[..^1] + "2"));

        var (both, _, _) = await rig.SendAsync("DELETE", "/v2/apps/shop/web/tasks?scale=true&wipe=true");
        Assert.Equal(HttpStatusCode.BadRequest, both);
        var scaled = await rig.SendAsync(
            "POST", "/v2/tasks/delete?scale=true", $$"""{"ids":["{{id[..^1]}}2","unknown.instance-1._app.1"]}""");
        Assert.NotNull(scaled.Body!["deploymentId"]);
        await rig.DeployedAsync();
        Assert.Equal(1, (int)(await rig.SendAsync("GET", "/v2/apps/shop/web")).Body!["app"]!["instances"]!);
        Assert.Equal(HttpStatusCode.BadRequest,
            (await rig.SendAsync("POST", "/v2/tasks/delete", """{"ids":["nonsense"]}""")).Status);
    }
}
