"""
Facts that ship with the service: schemes, areas, who answers for them, and kinds of service.

Each module names its sources. They are public facts, used under the Open Government Licence and the MIT
licence of the repositories of the Ministry of Justice; `supply.actions.reference` puts them into the records.
"""
