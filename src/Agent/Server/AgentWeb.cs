using System.Net;
using Kernel.Agent.Core;
using Kernel.Agent.Server.Http;
using Kernel.Agent.Server.Link;
using Kernel.Agent.Server.Views;
using Kernel.Protocol;
using Kernel.Protocol.AgentLink;
using Kernel.Runtime;
using Kernel.Runtime.Logs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Kernel.Agent.Server;

/// <summary>The agent's port: the link and HTTP.</summary>
public static class AgentWeb
{
    /// <summary>Builds the web server of an agent.</summary>
    public static WebApplication Build(AgentParts parts, AgentState state, AgentPump pump)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.Services.AddSingleton(parts.Loggers);
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = ApiRequests.BodyMax;
            kestrel.Listen(
                IPAddress.Parse(parts.Options.Ip),
                parts.Options.Port,
                port => port.UseTls(parts.Options.Tls, parts.Time)
                    .UseAgentLink(new AgentLinkReceiver(parts.Self.Id, pump, parts.Logger), parts.Time));
        });
        var web = builder.Build();
        var routes = Routes(parts, state, pump);
        var firewall = Firewall.Read(parts.Options.FirewallRules);
        web.Use(next => context => firewall.HandleAsync(context, next));
        web.Use(next => context => RequestLog.HandleAsync(context, next, parts.Logger));
        web.Run(routes.ServeAsync);
        return web;
    }

    private static AgentRoutes Routes(AgentParts parts, AgentState state, AgentPump pump)
    {
        var reading = new AgentReading(
            state, pump, parts.Facts, parts.Fetcher, parts.Collection, parts.Host, parts.Logging, parts.Time);
        return new(
            new OperatorApi(reading, new(parts.Host, reading), new(parts.Host, reading)),
            new ExecutorApi(state, pump, parts.Streams),
            new LegacyEndpoints(reading),
            new FileEndpoints(reading),
            parts.Access.Gate,
            parts.Configuration.Acls,
            parts.Logger);
    }
}
