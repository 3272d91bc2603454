// A hub on Socket.IO at its defaults: one room per handshake query, text events to everyone in it.
import { createServer } from 'node:http'
import { Server } from 'socket.io'

const port = Number(process.argv[2])
const http = createServer()
const io = new Server(http, { transports: ['websocket'] })
io.on('connection', (socket) => {
  const room = String(socket.handshake.query.room)
  socket.join(room)
  socket.on('m', (message) => io.to(room).emit('m', message))
})
http.listen(port, '127.0.0.1')
