"""What comes from the network, and when: deadlines, pauses of hosts, cut bodies, pages that keep visitors out."""
