"""The rooms of a network, and one room with its discussion."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from access.policy import Permission
from access.refusals import Refusal
from journal.ids import uuid7
from messaging.models import Message, Room
from messaging.services import delete_message, edit_message, mark_read, open_room, post_message
from messaging.unread import read_in
from web.doors import NetworkPage
from web.forms.rooms import EditForm, MessageForm, RoomForm
from web.refused import told
from web.rooms import excerpt, first_unread, read_through, rooms_with_unread
from web.streams import streams_in
from web.topics import asked_about

LARGEST = 2**62


class RoomsPage(NetworkPage):
    """All rooms that one may enter, and opening another."""

    def streams(self) -> list[str]:
        """The rooms' streams change the counts."""
        return streams_in(self.actor)

    def get(self, request: HttpRequest, network_id: UUID) -> HttpResponse:
        """Show the rooms."""
        return self.rooms(self._form())

    def post(self, request: HttpRequest, network_id: UUID) -> HttpResponse:
        """Open a room and enter it."""
        form = self._form(request)
        if not form.is_valid():
            return self.rooms(form, status=422)
        try:
            room = open_room(self.actor, network=self.network, **form.cleaned_data)
        except Refusal as refusal:
            told(form, refusal)
            return self.rooms(form, status=refusal.status)
        return redirect("room", room.pk)

    def rooms(self, form: RoomForm, *, status: int = 200) -> HttpResponse:
        """The page."""
        self.actor.require(Permission.ROOM_READ)
        shell = self.shell()
        return self.show(
            "web/rooms.html",
            shell,
            status=status,
            tab="rooms",
            rooms=rooms_with_unread(self.actor),
            form=form,
            may_open=self.actor.can(Permission.ROOM_OPEN),
        )

    def _form(self, request: HttpRequest | None = None) -> RoomForm:
        data = request.POST if request else None
        return RoomForm(data, has_private_zone=self.actor.can(Permission.PRIVATE_ZONE_USE))


class RoomPage(NetworkPage):
    """One room: its messages, and the field to write in."""

    carrier = Room
    carried: Room

    def streams(self) -> list[str]:
        """All rooms of the network: this one's messages, and the others' counts."""
        return streams_in(self.actor)

    def get(self, request: HttpRequest, room_id: UUID) -> HttpResponse:
        """Show the latest messages, those before a number, or those around one."""
        return self.room(MessageForm(initial={"key": str(uuid7())}, auto_id="composer-%s"))

    def post(self, request: HttpRequest, room_id: UUID) -> HttpResponse:
        """Post a message, as browsers without JavaScript do."""
        form = MessageForm(request.POST, auto_id="composer-%s")
        if not form.is_valid():
            return self.room(form, status=422)
        try:
            message = post_message(self.actor, room=self.carried, **form.cleaned_data)
        except Refusal as refusal:
            told(form, refusal)
            return self.room(form, status=refusal.status)
        return redirect(f"/rooms/{room_id}/#message-{message.number}")

    def room(self, form: MessageForm, *, status: int = 200) -> HttpResponse:
        """The page, with what was typed."""
        self.actor.require(Permission.MESSAGE_READ)
        shell = self.shell()
        self.carried.last_number, ranges = read_in(self.actor.person_id, self.carried.pk)
        shown = excerpt(self.carried, before=self._number("before"), around=self._number("around"))
        return self.show(
            "web/room.html",
            shell,
            status=status,
            tab="rooms",
            room=self.carried,
            asked=asked_about(self.actor, "room", self.carried),
            rooms=rooms_with_unread(self.actor),
            excerpt=shown,
            read_through=read_through(ranges),
            first_unread=first_unread(shown.messages, ranges),
            form=form,
            may_post=self.actor.can(Permission.MESSAGE_POST),
            may_moderate=self.actor.can(Permission.MESSAGE_MODERATE),
            may_give_task=self.actor.can(Permission.TASK_GIVE),
        )

    def _number(self, name: str) -> int | None:
        """A number of the query string; anything else means none, as old links should still open the room."""
        text = self.request.GET.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < len(str(LARGEST)) else None


class RoomRead(NetworkPage):
    """Marks messages as read, for browsers without JavaScript."""

    carrier = Room
    carried: Room

    def post(self, request: HttpRequest, room_id: UUID) -> HttpResponse:
        """Everything that the page showed is read."""
        text = request.POST.get("through", "")
        through = int(text) if text.isascii() and text.isdigit() and len(text) < len(str(LARGEST)) else 0
        mark_read(self.actor, room=self.carried, through=through)
        return redirect("room", room_id)


class MessageEdit(NetworkPage):
    """Changes one's own message."""

    carrier = Message
    carried: Message

    def get(self, request: HttpRequest, message_id: UUID) -> HttpResponse:
        """Show what it says now."""
        now = {"body": self.carried.body, "version": self.carried.version}
        return self.edit(EditForm(initial=now))

    def post(self, request: HttpRequest, message_id: UUID) -> HttpResponse:
        """Save what it shall say."""
        form = EditForm(request.POST)
        if not form.is_valid():
            return self.edit(form, status=422)
        try:
            message = edit_message(self.actor, message=self.carried, **form.cleaned_data)
        except Refusal as refusal:
            told(form, refusal)
            return self.edit(form, status=refusal.status)
        return redirect(f"/rooms/{message.room_id}/?around={message.number}#message-{message.number}")

    def edit(self, form: EditForm, *, status: int = 200) -> HttpResponse:
        """The page, with what was typed."""
        self.actor.require(Permission.MESSAGE_POST)
        shell = self.shell()
        return self.show(
            "web/message_edit.html", shell, status=status, tab="rooms", message=self.carried, form=form
        )


class MessageDelete(NetworkPage):
    """Takes a message away."""

    carrier = Message
    carried: Message

    def get(self, request: HttpRequest, message_id: UUID) -> HttpResponse:
        """Ask whether it is meant."""
        self.actor.require(
            Permission.MESSAGE_POST if self.carried.is_by(self.actor) else Permission.MESSAGE_MODERATE
        )
        return self.show("web/message_delete.html", self.shell(), tab="rooms", message=self.carried)

    def post(self, request: HttpRequest, message_id: UUID) -> HttpResponse:
        """Delete it."""
        message = delete_message(self.actor, message=self.carried)
        return redirect(f"/rooms/{message.room_id}/?around={message.number}#message-{message.number}")
