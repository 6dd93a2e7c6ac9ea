namespace Kernel.Store;

/// <summary>A store cannot be opened, read or written; the message names the store and the reason.</summary>
public sealed class StoreException(string message, Exception? cause = null) : Exception(message, cause);
