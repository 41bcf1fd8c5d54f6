"""What is refused where people sign in, and where they are let in or out."""

from __future__ import annotations

from crm.domain.errors import DeskError, words


class WrongPasswordError(DeskError):
    """E-mail and password do not go together; which is wrong is not said."""

    sentence = words("This e-mail and this password do not go together.")


class WrongPresentPasswordError(DeskError):
    """The password that is to be changed was not shown."""

    sentence = words("This is not your present password.")


class TooManyAttemptsError(DeskError):
    """Attempts from here are not taken for a while."""

    sentence = words("Too many attempts. Wait {wait}, then try again.")


class ClosedAccountError(DeskError):
    """A hundred attempts in a row failed: only a one-time link opens it."""

    sentence = words(
        "Too many attempts with this e-mail. Ask an administrator for a link to "
        "choose a new password."
    )


class CrowdedError(DeskError):
    """More people are signing in than the machine can check at once."""

    sentence = words("Many people are signing in right now. Try again in a moment.")


class ShortPasswordError(DeskError):
    """A new password is too short."""

    sentence = words(
        "Use at least {least} characters: four or five words that do not belong "
        "together are easy to remember."
    )


class CommonPasswordError(DeskError):
    """A new password is among the first that are tried."""

    sentence = words(
        "This password is among the first that are tried. Choose words that do not "
        "belong together."
    )


class PersonalPasswordError(DeskError):
    """A new password says little more than who its holder is."""

    sentence = words(
        "This password is mostly your name, your address or the desk’s: the first "
        "thing that is tried. Choose other words."
    )


class UnequalPasswordsError(DeskError):
    """A new password was typed in two ways."""

    sentence = words("The two passwords differ. Type the same one twice.")


class DeadLinkError(DeskError):
    """A one-time link has been used, has expired, or never was one."""

    sentence = words("This link does not open anything any more.")


class OwnRightsError(DeskError):
    """Somebody is changing what they themselves may do."""

    sentence = words(
        "Nobody changes their own role, rights or sign-in address: "
        "ask another administrator."
    )


class LastAdministratorError(DeskError):
    """Nobody would be left who administers the desk."""

    sentence = words("{name} is the last administrator. Make somebody else one first.")


class HeirError(DeskError):
    """Records cannot go to somebody who is not there to look after them."""

    sentence = words(
        "{name} cannot take this over. Choose somebody else who is here and whose "
        "role allows writing."
    )


class TeamNotEmptyError(DeskError):
    """A team that still has people is being removed."""

    sentence = words("“{team}” still has people. Put them in another team first.")


class KeyLostError(DeskError):
    """What is sealed cannot be opened: the key is not the one it was sealed with."""

    sentence = words(
        "The key that protects the second steps is missing or another one ({where}). "
        "Sign in with a recovery code, and ask an administrator to bring the key back."
    )


class KeyTooShortError(DeskError):
    """The desk's secret key is too easily guessed."""

    sentence = words("The key in {where} is too short: {shortest} characters at least.")


class WrongCodeError(DeskError):
    """A code of the second step is not right."""

    sentence = words("This code is not right. Look at your app and type the newest.")


class HeldError(DeskError):
    """Too many wrong codes: nobody may try for a while."""

    sentence = words("Too many wrong codes. Wait a while before you try again.")


class NoAccountError(DeskError):
    """Nobody at the desk is who a provider says is there."""

    sentence = words("No account of this desk has this address. Ask an administrator.")
