// Loaded into the program before its own code. When the process that started it is killed outright, nobody can pass a
// signal on any more; the broken channel is what remains of it, and asks the program to stop in good order.
if (process.channel !== undefined) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'))
  process.channel.unref()
}
