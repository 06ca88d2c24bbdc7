function Disconnect-Mfa {
    <#
    .SYNOPSIS
    Ends the connection to a tenant and forgets its secret.

    .DESCRIPTION
    Disconnect-Mfa frees the client that Connect-Mfa set up, with its token and its secret. Without a context it
    disconnects the one that commands use by default; when there is none, it does nothing.

    .PARAMETER Context
    The context to disconnect: its name, or the object that Connect-Mfa -PassThru gave.

    .PARAMETER All
    Disconnects every context that this session connected.

    .INPUTS
    GraphMfa.Context. You can pipe contexts to Disconnect-Mfa.

    .OUTPUTS
    None.

    .EXAMPLE
    Disconnect-Mfa

    Disconnects the default context.

    .EXAMPLE
    Get-MfaContext -ListAvailable | Disconnect-Mfa

    Disconnects every context, one after the other.

    .LINK
    Connect-Mfa
    #>
    [CmdletBinding(PositionalBinding = $false, DefaultParameterSetName = 'One')]
    [OutputType([void])]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ParameterSetName = 'One')]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Context @args })]
        [object] $Context,

        [Parameter(Mandatory, ParameterSetName = 'All')]
        [switch] $All
    )
    begin {
        Use-MfaCallerPreference $PSCmdlet
    }
    process {
        if ($All) {
            foreach ($id in $script:GraphMfa.Owned.ToArray()) { Remove-MfaContext $id }
            return
        }
        if ($null -eq $Context) {
            if ($null -ne $script:GraphMfa.Default) { Remove-MfaContext $script:GraphMfa.Default }
            return
        }
        $resolved = Resolve-MfaContext $Context
        if ($resolved.ContainsKey('Error')) {
            $PSCmdlet.WriteError($resolved.Error)
            return
        }
        Remove-MfaContext $resolved.Entry.Context.ContextId
    }
}
