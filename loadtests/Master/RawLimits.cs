using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LoadTests.Master;

/// <summary>What this machine can do at best with an answer, in the same run: what others are measured against.</summary>
internal static class RawLimits
{
    private const int ChunkBytes = 256 * 1024;

    /// <summary>Milliseconds of processor time that a JSON writer takes for a text whose values are at hand; not a number if it is no JSON.</summary>
    public static double WriterCpu(byte[] body)
    {
        if (body is not [(byte)'{', ..])
        {
            return double.NaN;
        }

        var output = new ArrayBufferWriter<byte>(2 * ChunkBytes);
        using var json = new Utf8JsonWriter(
            output, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        Replay(body, null, output);
        var begun = Cpu.Milliseconds();
        Replay(body, null, output);
        var read = Cpu.Milliseconds();
        Replay(body, json, output);
        return Cpu.Milliseconds() - read - (read - begun);
    }

    /// <summary>Milliseconds by the clock that bytes take from one socket to another.</summary>
    public static async Task<double> LoopbackAsync(byte[] body, CancellationToken cancel)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var sender = new TcpClient();
        await sender.ConnectAsync((IPEndPoint)listener.LocalEndpoint, cancel);
        using var receiver = await listener.AcceptTcpClientAsync(cancel);
        var start = Stopwatch.GetTimestamp();
        var sent = Task.Run(() => Send(sender.Client, body), cancel);
        var buffer = new byte[ChunkBytes];
        for (var left = body.Length; left > 0;)
        {
            left -= await receiver.Client.ReceiveAsync(buffer, cancel);
        }

        await sent;
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static void Send(Socket socket, byte[] body)
    {
        for (var at = 0; at < body.Length;)
        {
            at += socket.Send(body.AsSpan(at, Math.Min(ChunkBytes, body.Length - at)));
        }
    }

    /// <summary>Reads a text, and writes what is read.</summary>
    private static void Replay(byte[] body, Utf8JsonWriter? json, ArrayBufferWriter<byte> output)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            var number = reader.TokenType == JsonTokenType.Number ? reader.GetDouble() : 0;
            if (json is not null)
            {
                Write(json, reader, number);
                if (json.BytesPending > ChunkBytes)
                {
                    json.Flush();
                    output.ResetWrittenCount();
                }
            }
        }
    }

    private static void Write(Utf8JsonWriter json, in Utf8JsonReader reader, double number)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                json.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                json.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                json.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                json.WriteEndArray();
                break;
            case JsonTokenType.PropertyName:
                json.WritePropertyName(reader.ValueSpan);
                break;
            case JsonTokenType.String:
                json.WriteStringValue(reader.ValueSpan);
                break;
            case JsonTokenType.Number:
                json.WriteNumberValue(number);
                break;
            default:
                json.WriteBooleanValue(reader.TokenType == JsonTokenType.True);
                break;
        }
    }
}
