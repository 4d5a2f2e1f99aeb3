// Four threads write a file each and read it again, all at once; the sum of each is added under a mutex, which the first thread holds until all have begun.
const std = @import("std");

var mutex: std.Thread.Mutex = .{};
var total: u64 = 0;
var failed: usize = 0;

fn work(directory: std.fs.Dir, at: usize) void {
    const sum = writeAndSum(directory, at);
    mutex.lock();
    defer mutex.unlock();
    if (sum) |value| total += value else |_| failed += 1;
}

fn writeAndSum(directory: std.fs.Dir, at: usize) !u64 {
    var name: [16]u8 = undefined;
    const path = try std.fmt.bufPrint(&name, "part-{d}", .{at});
    {
        const file = try directory.createFile(path, .{});
        defer file.close();
        for (0..100) |line| try file.writer().print("{d}\n", .{at * 100 + line});
    }
    const file = try directory.openFile(path, .{});
    defer file.close();
    var sum: u64 = 0;
    var buffer: [32]u8 = undefined;
    while (try file.reader().readUntilDelimiterOrEof(&buffer, '\n')) |line| sum += try std.fmt.parseInt(u64, line, 10);
    return sum;
}

pub fn main() !void {
    var threads: [4]std.Thread = undefined;
    mutex.lock();
    for (&threads, 0..) |*thread, at| {
        thread.* = try std.Thread.spawn(.{ .allocator = std.heap.page_allocator }, work, .{ std.fs.cwd(), at });
    }
    mutex.unlock();
    for (threads) |thread| thread.join();
    try std.io.getStdOut().writer().print("total {d}, failed {d}\n", .{ total, failed });
}
