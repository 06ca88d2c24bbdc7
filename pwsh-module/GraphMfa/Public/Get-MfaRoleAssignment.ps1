function Get-MfaRoleAssignment {
    <#
    .SYNOPSIS
    Tells who holds which role: directly or through a group, where, and until when.

    .DESCRIPTION
    Get-MfaRoleAssignment reads role assignments, eligible ones too. Members of a group that holds a role appear
    themselves, with the group in Through. What could not be read is told in a warning, because there may then be more.

    Without -User and -Role it reads every assignment of the tenant.

    .PARAMETER User
    Only what these people hold: object id, user principal name or address. Binds from the pipeline by the columns
    UserPrincipalName, UPN, Mail, Id, ObjectId and UserId; ids count only when they are GUIDs.

    .PARAMETER Role
    Only this role: its name, or its template id.

    .PARAMETER AdministrativeUnit
    Only what counts in this administrative unit alone: its name or object id.

    .PARAMETER Context
    The context to use: its name, or the object that Connect-Mfa -PassThru gave. Without it, the default one.

    .INPUTS
    System.String, or any object with one of the identity columns, such as a row of Import-Csv.

    .OUTPUTS
    GraphMfa.RoleAssignment

    .EXAMPLE
    Get-MfaRoleAssignment -Role 'Authentication Administrator'

    Shows everybody who holds the role or may activate it.

    .EXAMPLE
    Get-MfaRoleAssignment nora.lind@fabrikam.example

    Shows every role of one person, through groups too.

    .EXAMPLE
    Get-MfaRoleAssignment -Role 'Authentication Administrator' -AdministrativeUnit North | Where-Object Kind -eq permanent

    Shows who holds the role in one unit without an end.

    .LINK
    Grant-MfaRole

    .LINK
    Get-MfaRole
    #>
    [CmdletBinding(PositionalBinding = $false)]
    [OutputType('GraphMfa.RoleAssignment')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('UserPrincipalName', 'UPN', 'Id', 'ObjectId', 'Mail', 'UserId')]
        [AllowNull()]
        [AllowEmptyCollection()]
        [AllowEmptyString()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } User @args })]
        [string[]] $User,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Role @args })]
        [string] $Role,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Unit @args })]
        [string] $AdministrativeUnit,

        [Parameter()]
        [ValidateNotNullOrEmpty()]
        [ArgumentCompleter({ & @(Get-Module -Name GraphMfa)[0] { Get-MfaCompletion @args } Context @args })]
        [object] $Context
    )
    begin {
        Use-MfaCallerPreference $PSCmdlet
        $resolved = Resolve-MfaContext $Context
        if ($resolved.ContainsKey('Error')) { $PSCmdlet.ThrowTerminatingError($resolved.Error) }
    }
    process {
        $whom = @(@{ Error = $null; User = $null; Target = $Role })
        if ($MyInvocation.ExpectingInput -or $PSBoundParameters.ContainsKey('User')) {
            $whom = @(Resolve-MfaIdentity -Bound $User -InputObject $_ -FromPipeline $MyInvocation.ExpectingInput -Entry $resolved.Entry)
        }
        foreach ($identity in $whom) {
            if ($null -ne $identity.Error) {
                Write-MfaError $PSCmdlet $identity
                continue
            }
            $request = [ordered] @{ operation = 'listRoleAssignments' }
            if ($Role) { $request['role'] = $Role }
            if ($identity.User) { $request['user'] = $identity.User }
            if ($AdministrativeUnit) { $request['administrativeUnit'] = $AdministrativeUnit }
            $result = Invoke-MfaRequest $resolved.Entry $request $identity.User
            if ($null -ne $result.Error) {
                Write-MfaError $PSCmdlet $result
                continue
            }
            Write-MfaNote (Get-MfaField $result.Response 'notes') $identity.User
            foreach ($assignment in $result.Response.assignments) { ConvertTo-MfaObject $assignment 'GraphMfa.RoleAssignment' }
        }
    }
}
